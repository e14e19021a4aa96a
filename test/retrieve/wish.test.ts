import { expect, it } from "vitest"
import { readWish, type Wish } from "../../src/retrieve/wish.ts"

const plain = { list: false, newest: false }
const cases: [question: string, wish: Wish][] = [
  ["产业园有多少家企业？", { ...plain, kind: "number", counted: "家企" }],
  ["入驻了几家企业", { ...plain, kind: "number", counted: "家企" }],
  ["新增多少个岗位", { ...plain, kind: "number", counted: "个岗位" }],
  ["花了多少钱", { ...plain, kind: "number", counted: "钱" }],
  ["总投资是多少", { ...plain, kind: "number", counted: "" }],
  ["占比多高", { ...plain, kind: "number" }],
  ["价格几乎没变吗", { ...plain, kind: "number" }],
  ["桥有多长", { ...plain, kind: "number", measure: "length" }],
  ["建桥花了多久", { ...plain, kind: "number", measure: "duration" }],
  ["楼有多高", { ...plain, kind: "number", measure: "height" }],
  ["公园多大", { ...plain, kind: "number", measure: "size" }],
  ["石头多重", { ...plain, kind: "number", measure: "weight" }],
  ["大桥什么时候通车", { ...plain, kind: "date" }],
  ["哪天开学", { ...plain, kind: "date" }],
  ["几号开学", { ...plain, kind: "date" }],
  ["谁是县长", { ...plain, kind: "person" }],
  ["誰是縣長", { ...plain, kind: "person" }],
  ["哪位选手夺冠", { ...plain, kind: "person" }],
  ["会议在哪里举行", { ...plain, kind: "place" }],
  ["哪个县的产量最高", { ...plain, kind: "place" }],
  ["为什么停水", { ...plain, kind: "reason" }],
  ["停水的原因", { ...plain, kind: "reason" }],
  ["大桥通车了吗？", { ...plain, kind: "yes-no" }],
  ["大桥是不是塌了", { ...plain, kind: "yes-no" }],
  ["大桥通车了没有", { ...plain, kind: "yes-no" }],
  ["有哪些学校", { ...plain, kind: "other", list: true }],
  ["列出白渡县的学校", { ...plain, kind: "other", list: true }],
  ["哪些人获奖", { ...plain, kind: "person", list: true }],
  ["大桥最近怎么样了", { ...plain, kind: "other", newest: true }],
  ["大桥现在的进展", { ...plain, kind: "other", newest: true }],
  ["目前有多少人", { ...plain, kind: "number", counted: "人", newest: true }],
  ["离学校最近的医院叫什么", { ...plain, kind: "person" }],
  ["介绍一下汐江二桥", { ...plain, kind: "other" }],
  ["有什么新闻", { ...plain, kind: "other", list: true, news: "" }],
  ["白渡县最新消息", { ...plain, kind: "other", newest: true, news: "白渡县" }],
  ["发生了什么事", { ...plain, kind: "other", news: "" }],
  ["新闻发布会什么时候开", { ...plain, kind: "date", news: "发布会时候开" }],
  ["", { ...plain, kind: "other" }],
]

it.each(cases)("%s", (question, wish) => {
  expect(readWish(question)).toEqual(wish)
})

it("leaves the days out of a wish for news", () => {
  expect(readWish("昨天白渡县有什么新闻", "昨天").news).toBe("白渡县")
})
