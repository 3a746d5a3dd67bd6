import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, encodeText, joinBytes } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'

interface Frame {
  isFinal: boolean
  reserved: number
  opcode: number
  isMasked: boolean
  payload: Uint8Array
  /** How the length is written, which need not be the shortest way. */
  lengthSize: 0 | 2 | 8
  /** Added to the length that the frame states. */
  excess: number
}

const messages = fc.oneof(
  fc.constantFrom(
    '{"type":"ping"}',
    'ping',
    '{"type":"authenticate","token":"x"}',
    '{"type":"authenticate"}',
    '[]',
    'null',
    '{"type":{}}',
  ),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.tuple(hostileNames, values).map(([name, value]) => JSON.stringify({ type: name, [name]: value })),
  values,
)
const payloads = fc.oneof(
  { weight: 5, arbitrary: messages.map(encodeText) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 130 }) },
  { weight: 1, arbitrary: fc.constantFrom(new Uint8Array(65_535), new Uint8Array(65_537), new Uint8Array(200_000)) },
  // The codes of closing.
  {
    weight: 1,
    arbitrary: fc
      .constantFrom([3, 232], [3, 231], [0, 0], [15, 160], [3, 237], [3])
      .map((bytes) => Uint8Array.from(bytes)),
  },
)
const frame: fc.Arbitrary<Frame> = fc.record({
  isFinal: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
  reserved: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.nat(7)),
  opcode: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(1, 1, 1, 2, 0, 8, 9, 10) }, fc.nat(15)),
  isMasked: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.boolean()),
  payload: payloads,
  lengthSize: fc.constantFrom(0, 0, 0, 0, 2, 8),
  excess: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.constantFrom(1, -1, 2 ** 20, 2 ** 40)),
})

function writeFrame({ isFinal, reserved, opcode, isMasked, payload, lengthSize, excess }: Frame): Uint8Array {
  const length = Math.max(0, payload.length + excess)
  const size = length > 65_535 ? 8 : length > 125 ? Math.max(2, lengthSize) : lengthSize
  const head = new Uint8Array(2 + size + (isMasked ? 4 : 0))
  const view = new DataView(head.buffer)
  head[0] = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = (isMasked ? 0x80 : 0) | (size === 0 ? length : size === 2 ? 126 : 127)
  if (size === 2) view.setUint16(2, length)
  if (size === 8) view.setBigUint64(2, BigInt(length))
  // A mask of zeros leaves the payload as it is.
  return joinBytes([head, payload])
}

/** Sequences of WebSocket frames, after the handshake. */
export const frameTarget: FuzzTarget = {
  name: 'websocket',
  extension: 'frames',
  check: 'socket',
  inputs: damaged(fc.array(frame, { maxLength: 8 }).map((frames) => joinBytes(frames.map(writeFrame)))),
}
