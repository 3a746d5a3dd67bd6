import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

/** Up to here anything may unpack from anything. In bytes. */
const unsuspected = 256 * 1024 * 1024
/** More than this many times its packed size is no data that anybody keeps. */
const mostTimes = 250

export interface UnpackLimits {
  /** The file, for the problem. */
  name: string
  /** In bytes, in all. */
  most: number
  /** How many packed bytes have been read so far. */
  read: () => number
}

/** Weighs unpacked bytes, told as they come, and throws when there are too many: in all, and for what they are unpacked from. */
export function weighUnpacked({ name, most, read }: UnpackLimits): (bytes: number) => void {
  let unpacked = 0
  return (bytes) => {
    unpacked += bytes
    if (unpacked > most) throw tooLarge(name, `more than ${megabytes(most)}, which is all that can be kept here`)
    if (unpacked > unsuspected && unpacked > mostTimes * read())
      throw tooLarge(name, `${megabytes(unpacked)} from ${megabytes(read())}, and more to come`)
  }
}

/** Passes unpacked bytes on as long as there are not too many. */
export async function* withinLimits(
  pieces: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  const weigh = weighUnpacked(limits)
  for await (const piece of pieces) {
    weigh(piece.length)
    yield piece
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en-US')} MB`

const tooLarge = (name: string, what: string): TablesError =>
  new TablesError(
    error('load.unpacks-too-large', `\`${name}\` unpacks to ${what}.`, {
      where: { file: name },
      hint: 'If it holds what you expect, unpack it yourself and load the file that is inside.',
    }),
  )
