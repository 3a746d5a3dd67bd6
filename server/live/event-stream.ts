import type { TextForm } from '../wire/render-response.ts'
import type { Frame } from './frame.ts'
import type { Follower, RunFeed } from './run-feed.ts'

/** Interval in ms of the comments that keep a stream open, because proxies close idle streams. */
const keepAliveMs = 15_000

export interface EventStreamOptions {
  textForm: TextForm
  /** Converts a frame to server-sent events. Default: a `run-event` or `progress`. */
  serialize?(frame: Frame): string
  /** A server-sent event that precedes the frames. */
  firstEvent?: string
  onEnd(): void
  /** Returns whether the caller may still follow the run. It is called regularly; the stream ends when it returns false. */
  isPermitted(): Promise<boolean>
}

/**
 * Streams the events of a run as server-sent events (`id`: the number of the event, `event: run-event`). Progress is
 * sent as `event: progress` without an id, the end as `event: end`. Events are not buffered for a slow reader; the
 * stream sends more when the reader has caught up.
 */
export function createEventStream(
  feed: RunFeed,
  next: number,
  {
    textForm,
    onEnd,
    isPermitted,
    firstEvent = '',
    serialize = (frame) => serializeFrame(frame, textForm),
  }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let unfollow: () => void = () => undefined
  let follower: Follower | undefined
  let keepAlive: NodeJS.Timeout | undefined
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    clearInterval(keepAlive)
    unfollow()
    onEnd()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): void => {
          if (isOpen && text !== '') controller.enqueue(encoder.encode(text))
        }
        follower = {
          next,
          isFull: () => (controller.desiredSize ?? 0) <= 0,
          send: (frame) => write(serialize(frame)),
          end() {
            write('event: end\ndata: {}\n\n')
            if (isOpen) controller.close()
            close()
          },
        }
        write(`retry: 1000\n\n${firstEvent}`)
        unfollow = feed.follow(follower)
        keepAlive = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(': \n\n')
          const check = async (): Promise<void> => {
            if ((await isPermitted()) || !isOpen) return
            controller.close()
            close()
          }
          // A failed check is repeated with the next comment.
          check().catch(() => undefined)
        }, keepAliveMs)
        keepAlive.unref()
      },
      pull() {
        if (follower && isOpen) feed.onDrain(follower)
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  )
}

const serializeFrame = ({ seq, data }: Frame, form: TextForm): string =>
  seq === undefined
    ? `event: progress\ndata: ${data[form]}\n\n`
    : `id: ${seq}\nevent: run-event\ndata: ${data[form]}\n\n`
