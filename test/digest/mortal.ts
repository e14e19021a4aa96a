/** Thrown by everything that a dead process touches. */
export class Killed extends Error {}

/** A process that dies after so many steps; a call to a thing of its world is a step before and a step after. */
export class Life {
  /** Resolves at the death. */
  readonly ended: Promise<void>
  #left: number
  #end: () => void = () => undefined

  constructor(steps: number) {
    this.#left = steps
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
  }

  get dead(): boolean {
    return this.#left < 0
  }

  readonly step = (): void => {
    if (this.#left > 0) {
      this.#left--
      return
    }
    this.end()
    throw new Killed()
  }

  end(): void {
    this.#left = -1
    this.#end()
  }

  /** The thing as this process reaches it. */
  holding<T extends object>(thing: T): T {
    return new Proxy(thing, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== "function") return member
        return (...words: unknown[]) => {
          this.step()
          const result: unknown = Reflect.apply(member, target, words)
          if (!(result instanceof Promise)) {
            this.step()
            return result
          }
          return result.finally(this.step)
        }
      },
    })
  }
}
