import type { HonoRequest } from "hono"
import { z } from "zod"
import { readForm } from "./read-form.ts"
import { badRequest, type Refusal } from "./reply.ts"

const ATTACHED = "attach://"
const values = z.record(z.string(), z.unknown())

/** The parameters of one call. As on Telegram, they come as JSON, as a form or in the query, and nested values may be JSON text. */
export class Parameters {
  readonly values: Readonly<Record<string, unknown>>

  constructor(given: Readonly<Record<string, unknown>>) {
    this.values = given
  }

  /** Empty where absent. */
  text(name: string): string {
    const value = this.values[name]
    return typeof value === "string" ? value : typeof value === "number" ? String(value) : ""
  }

  /** An uploaded file: the value itself, or the part of the form that it names. */
  file(name: string): Uint8Array | undefined {
    const value = this.values[name]
    const given =
      typeof value === "string" && value.startsWith(ATTACHED)
        ? this.values[value.slice(ATTACHED.length)]
        : value
    return given instanceof Uint8Array ? given : undefined
  }

  integer(name: string): number | undefined {
    const value = this.text(name).trim()
    return /^-?\d{1,16}$/.test(value) ? Number(value) : undefined
  }

  flag(name: string): boolean {
    const value = this.values[name]
    return value === true || value === 1 || value === "true" || value === "True" || value === "1"
  }

  /** A nested value in the shape of the schema; undefined where absent. */
  nested<T>(name: string, schema: z.ZodType<T>): { readonly value: T | undefined } | Refusal {
    const given = this.values[name]
    if (given === undefined || given === null || given === "") return { value: undefined }
    const parsed = schema.safeParse(typeof given === "string" ? parseJson(given) : given)
    return parsed.success ? { value: parsed.data } : badRequest(`can't parse ${name} JSON object`)
  }
}

export async function readParameters(request: HonoRequest): Promise<Parameters | Refusal> {
  const query = request.query()
  if (request.method === "GET") return new Parameters(query)
  const type = request.header("content-type") ?? ""
  if (type.startsWith("application/json")) {
    const body = await request.text()
    const parsed = values.safeParse(body === "" ? {} : parseJson(body))
    if (!parsed.success) return badRequest("can't parse request: JSON object expected")
    return new Parameters({ ...query, ...parsed.data })
  }
  if (isMultipart(request) || type.startsWith("application/x-www-form-urlencoded")) {
    const form = await readForm(type, await request.arrayBuffer())
    if (!form) return badRequest("can't parse request: broken form")
    return new Parameters({ ...query, ...form })
  }
  return new Parameters(query)
}

export function isMultipart(request: HonoRequest): boolean {
  return request.header("content-type")?.startsWith("multipart/form-data") ?? false
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
