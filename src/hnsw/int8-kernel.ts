/**
 * The WebAssembly of the scan, which has SIMD where JavaScript has none: assembled by hand (WebAssembly Core 2.0,
 * binary format), since it is one function. Left column the bytes, right column what they say.
 */
const LISTING = `
00 61 73 6d 01 00 00 00                magic, version 1
01 09 01 60 05 7f 7f 7f 7f 7f 00       type 0: (i32 i32 i32 i32 i32) -> ()
03 02 01 00                            function 0 has type 0
05 03 01 00 01                         memory 0: one page of 64 KiB, may grow
07 11 02                               exports:
06 6d 65 6d 6f 72 79 02 00               "memory": memory 0
04 64 6f 74 73 00 00                     "dots": function 0
0a 72 01 70                            code of function 0: query 0, width 1, codes 2, end 3, out 4
02 02 7f 01 7b                         locals: at 5, next 6: i32; sum 7: v128
03 40                                  loop: for each row
41 00 fd 11 21 07                        sum = i32x4.splat 0
20 00 21 05                              at = query
20 02 20 01 6a 21 06                     next = codes + width
03 40                                    loop: for each 8 codes
20 07                                      sum
20 02 fd 01 03 00                          v128.load8x8_s codes: 8 int8 as int16
20 05 fd 00 04 00                          v128.load at: 8 int16
fd ba 01                                   i32x4.dot_i16x8_s
fd ae 01 21 07                             sum = i32x4.add
20 05 41 10 6a 21 05                       at += 16
20 02 41 08 6a 22 02                       codes += 8
20 06 49 0d 00                             again while codes < next
0b                                       end
20 04                                    out
20 07 fd 1b 00 20 07 fd 1b 01 6a         sum[0] + sum[1]
20 07 fd 1b 02 20 07 fd 1b 03 6a         sum[2] + sum[3]
6a 36 02 00                              i32.store at out their sum
20 04 41 04 6a 21 04                     out += 4
20 02 20 03 49 0d 00                     again while codes < end
0b                                     end
0b                                     end of function 0`

const CODE = Uint8Array.from(
  LISTING.match(/^[0-9a-f]{2}(?: [0-9a-f]{2})*/gm)
    ?.join(" ")
    .split(" ") ?? [],
  (byte) => Number.parseInt(byte, 16),
)

interface Memory {
  readonly buffer: ArrayBuffer
  /** By so many pages; the buffer is then another one. Throws a RangeError where there is no room. */
  grow(pages: number): number
}

export interface Int8Kernel {
  readonly memory: Memory
  /**
   * Multiplies rows of int8 with one query of int16, and writes an int32 for each row. All are addresses in the
   * memory; `width`, the bytes of a row, is a multiple of 8; there is at least one row before `end`.
   */
  dots(query: number, width: number, codes: number, end: number, out: number): void
}

declare const WebAssembly: {
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  Instance: new (module: object) => { readonly exports: Int8Kernel }
}

const compiled = new WebAssembly.Module(CODE)

/** A kernel with a memory of its own. */
export function createInt8Kernel(): Int8Kernel {
  return new WebAssembly.Instance(compiled).exports
}
