import type { TextForm } from '../wire/render-answer.ts'
import type { Frame } from './frame.ts'
import type { Follower, RunFeed } from './run-feed.ts'

/** A comment now and then keeps proxies from closing a stream in which nothing happens. */
const pulseEvery = 15_000

/**
 * A run's events as server-sent events (`id` the event's number, `event: run-event`; progress as `event: progress` without
 * an id; at the end `event: end`). Nothing is held for a reader that is slow: it is given more when it has read.
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
  const over = (): void => {
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
          send: (frame) => write(written(frame, texts)),
          end() {
            write('event: end\ndata: {}\n\n')
            if (isOpen) controller.close()
            over()
          },
        }
        write('retry: 1000\n\n')
        leave = feed.follow(follower)
        pulse = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(': \n\n')
        }, pulseEvery)
        pulse.unref()
      },
      pull() {
        if (follower && isOpen) feed.drained(follower)
      },
      cancel: over,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  )
}

const written = ({ seq, data }: Frame, texts: TextForm): string =>
  seq === undefined
    ? `event: progress\ndata: ${data[texts]}\n\n`
    : `id: ${seq}\nevent: run-event\ndata: ${data[texts]}\n\n`
