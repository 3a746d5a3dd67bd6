import type { RunEvent, RunHistory } from '@aw-flow/schema'
import { html } from 'lit'
import { renderIconButton } from '../icons/icon-button.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-run-moment.styles.ts'
import { MomentChangeEvent } from './monitor-events.ts'
import { runMonitorStrings, type RunMonitorStrings } from './monitor-strings.ts'
import { element } from '../element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-run-moment': AwRunMoment
  }
}

/** Time between playback steps, in milliseconds. A step shows one more event, or several in long runs. */
const playbackStepMs = 160
/** Maximum duration of a playback, in milliseconds. */
const maxPlaybackMs = 12_000

/**
 * A slider for stepping through the events of a run, with playback. All other views show the run as of the selected
 * event.
 *
 * @event {MomentChangeEvent} aw-moment-change - Fired when the displayed point in the run changes.
 *
 * @public
 */
export class AwRunMoment extends element(
  {
    /** The recorded events of the run. */
    history: undefined as RunHistory | undefined,
    /** Number of events that the displayed state includes, or `undefined` for the latest state. */
    at: undefined as number | undefined,
    /** Whether the run is in progress. */
    live: false,
    strings: runMonitorStrings as RunMonitorStrings,
    _isPlaying: false,
  },
  { at: { type: Number }, live: { type: Boolean } },
) {
  static override styles = [tokens, controls, styles]

  #timer: ReturnType<typeof setInterval> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#pause()
  }

  override render(): unknown {
    const { history, strings } = this
    const eventCount = history?.events.length ?? 0
    const position = Math.min(this.at ?? eventCount, eventCount)
    const description = this.#describe(position)
    const renderButton = (name: string, label: string, target: number | undefined, isDisabled: boolean): unknown =>
      renderIconButton(name, label, () => this.#seek(target), { isDisabled: isDisabled })
    return html`
      <div class="buttons">
        ${renderButton('skip-back', strings.first, 0, position === 0)}
        ${renderButton('chevron-left', strings.previous, position - 1, position === 0)}
        ${renderIconButton(this._isPlaying ? 'pause' : 'play', this._isPlaying ? strings.pause : strings.play, () => (this._isPlaying ? this.#pause() : this.#play()), { isDisabled: eventCount === 0 })}
        ${renderButton('chevron-right', strings.next, position + 1 >= eventCount ? undefined : position + 1, position >= eventCount)}
      </div>
      <input
        type="range"
        min="0"
        max=${eventCount}
        step="1"
        .value=${String(position)}
        aria-label=${strings.runPosition}
        aria-valuetext="${strings.eventPosition(position, eventCount)}: ${description}"
        ?disabled=${eventCount === 0}
        @input=${this.#onInput}
      />
      <button
        type="button"
        class="end quiet"
        aria-pressed=${this.at === undefined ? 'true' : 'false'}
        ?disabled=${eventCount === 0}
        @click=${() => this.#seek(undefined)}
      >
        ${this.live ? strings.toLive : strings.toEnd}
      </button>
      <p class="words" aria-hidden="true">
        <span class="muted">${strings.eventPosition(position, eventCount)}</span>
        <span class="description">${description}</span>
      </p>
    `
  }

  /** Describes the last event before a point in the run. */
  #describe(position: number): string {
    const { history, strings } = this
    const event = history?.events[position - 1]
    if (!event || !history) return strings.atStart
    const runStart = history.events[0]?.time ?? event.time
    return `${describeEvent(event, history, strings)}, ${strings.after(event.time - runStart)}`
  }

  #onInput = (event: Event): void => {
    const target = Number((event.target as HTMLInputElement).value)
    this.#seek(target >= (this.history?.events.length ?? 0) ? undefined : target)
  }

  #seek(target: number | undefined): void {
    this.#pause()
    this.#setPosition(target)
  }

  #setPosition(target: number | undefined): void {
    this.at = target
    this.dispatchEvent(new MomentChangeEvent({ at: target }))
  }

  #play(): void {
    const eventCount = this.history?.events.length ?? 0
    if (eventCount === 0) return
    let position = this.at ?? 0
    if (this.at === undefined) this.#setPosition(0)
    const step = Math.max(1, Math.ceil((eventCount * playbackStepMs) / maxPlaybackMs))
    this._isPlaying = true
    this.#timer = setInterval(() => {
      position += step
      const latestEventCount = this.history?.events.length ?? 0
      if (position >= latestEventCount) this.#seek(undefined)
      else this.#setPosition(position)
    }, playbackStepMs)
  }

  #pause(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this._isPlaying = false
  }
}

export function describeEvent(
  event: RunEvent,
  { now: latestSnapshot }: RunHistory,
  strings: RunMonitorStrings,
): string {
  const nodeId = 'node' in event ? event.node : undefined
  const title =
    nodeId === undefined
      ? ''
      : latestSnapshot.view.workflow?.nodes.find(({ id }) => id === nodeId)?.data.label || nodeId
  return strings.describeEvent(title, strings.events[event.type])
}
