import { buffer } from "node:stream/consumers"
import { Busboy } from "@fastify/busboy"

/**
 * Fields as text and files as bytes, of a form in either encoding. undefined: it is none. The form parser of Node.js
 * does not take header lines as grammY writes them.
 */
export async function readForm(
  contentType: string,
  body: ArrayBuffer,
): Promise<Record<string, string | Uint8Array> | undefined> {
  const form: Record<string, string | Uint8Array> = {}
  const files: Promise<void>[] = []
  try {
    const parser = new Busboy({ headers: { "content-type": contentType } })
    await new Promise<void>((resolve, reject) => {
      parser.on("field", (name, value) => {
        form[name] = value
      })
      parser.on("file", (name, stream) => {
        const read = buffer(stream).then((bytes) => {
          form[name] = bytes
        })
        files.push(read)
        read.catch(reject)
      })
      parser.on("finish", resolve).on("error", reject)
      parser.end(Buffer.from(body))
    })
    await Promise.all(files)
    return form
  } catch {
    return undefined
  }
}
