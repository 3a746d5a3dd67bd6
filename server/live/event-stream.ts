import type { TextForm } from '../wire/render-answer.ts'
import type { Frame } from './frame.ts'
import type { Follower, RunFeed } from './run-feed.ts'

/** Interval of keep-alive comments in ms, because proxies close idle streams. */
const keepAliveMs = 15_000

/**
 * The events of a run as server-sent events (`id`: the number of the event, `event: run-event`). Progress is sent as
 * `event: progress` without an id, the end as `event: end`. Events are not buffered for a slow reader: it receives more
 * after it has read.
 */
export function eventStream(
  feed: RunFeed,
  next: number,
  { texts, onEnd }: { texts: TextForm; onEnd: () => void },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let leave: () => void = () => undefined
  let follower: Follower | undefined
  let pulse: NodeJS.Timeout | undefined
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    clearInterval(pulse)
    leave()
    onEnd()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string): void => {
          if (isOpen) controller.enqueue(encoder.encode(text))
        }
        follower = {
          next,
          isFull: () => (controller.desiredSize ?? 0) <= 0,
          send: (frame) => write(serialize(frame, texts)),
          end() {
            write('event: end\ndata: {}\n\n')
            if (isOpen) controller.close()
            close()
          },
        }
        write('retry: 1000\n\n')
        leave = feed.follow(follower)
        pulse = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(': \n\n')
        }, keepAliveMs)
        pulse.unref()
      },
      pull() {
        if (follower && isOpen) feed.drained(follower)
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  )
}

const serialize = ({ seq, data }: Frame, texts: TextForm): string =>
  seq === undefined
    ? `event: progress\ndata: ${data[texts]}\n\n`
    : `id: ${seq}\nevent: run-event\ndata: ${data[texts]}\n\n`
