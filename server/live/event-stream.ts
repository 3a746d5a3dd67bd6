import type { MessageFormat } from '../wire/render-response.ts'
import type { Frame } from './frame.ts'
import type { Follower, RunFeed } from './run-feed.ts'

/** Interval between keep-alive comments, in ms. Proxies close idle streams. */
const keepAliveMs = 15_000

export interface EventStreamOptions {
  messageFormat: MessageFormat
  /** Converts a frame to a server-sent event. Default: a `run-event` or `progress` event. */
  serialize?(frame: Frame): string
  /** Serialized server-sent event to send before the frames. */
  firstEvent?: string
  onEnd(): void
  /**
   * Returns whether the caller may still follow the run. Called at regular intervals; the stream ends if it returns
   * `false`.
   */
  isPermitted(): Promise<boolean>
}

/**
 * Streams a run's events as server-sent events (`event: run-event`, with the sequence number as `id`). Progress is sent
 * as `event: progress` without an ID, and the end of the run as `event: end`. If the reader is slow, sending pauses
 * instead of buffering events, and continues when the reader has caught up.
 */
export function createEventStream(
  feed: RunFeed,
  nextSeq: number,
  {
    messageFormat,
    onEnd,
    isPermitted,
    firstEvent = '',
    serialize = (frame) => serializeFrame(frame, messageFormat),
  }: EventStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let unfollow: () => void = () => undefined
  let follower: Follower | undefined
  let keepAliveTimer: NodeJS.Timeout | undefined
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    clearInterval(keepAliveTimer)
    unfollow()
    onEnd()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const disconnect = (): void => {
          if (isOpen) controller.close()
          close()
        }
        const write = (text: string): void => {
          if (isOpen && text !== '') controller.enqueue(encoder.encode(text))
        }
        follower = {
          nextSeq,
          isFull: () => (controller.desiredSize ?? 0) <= 0,
          send: (frame) => write(serialize(frame)),
          end() {
            write('event: end\ndata: {}\n\n')
            disconnect()
          },
          disconnect,
        }
        write(`retry: 1000\n\n${firstEvent}`)
        unfollow = feed.follow(follower)
        keepAliveTimer = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(': \n\n')
          const check = async (): Promise<void> => {
            if (!(await isPermitted())) disconnect()
          }
          // If the check fails, it is repeated at the next interval.
          check().catch(() => undefined)
        }, keepAliveMs)
        keepAliveTimer.unref()
      },
      pull() {
        if (follower && isOpen) feed.onDrain(follower)
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 65_536 }),
  )
}

const serializeFrame = ({ seq, data }: Frame, format: MessageFormat): string =>
  seq === undefined
    ? `event: progress\ndata: ${data[format]}\n\n`
    : `id: ${seq}\nevent: run-event\ndata: ${data[format]}\n\n`
