import { html, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { getStrings } from '../../language/strings.ts'
import { inlineElement } from '../element.ts'

/**
 * A switch for an item's setting. While a change is pending, it shows the requested state; afterwards, it shows the
 * item's actual state. It has no shadow root, so it uses the styles of the element that contains it.
 */
export class StudioSwitch extends inlineElement({
  label: '',
  isOn: false,
  /** Whether the label is shown, instead of the state in words. */
  isLabelVisible: false,
  isDisabled: false,
  /** Applies the change to the item. */
  onSwitch: (async () => undefined) as (isOn: boolean) => Promise<unknown>,
  /** The requested state while a change is pending. `undefined` otherwise. */
  requested: undefined as boolean | undefined,
}) {
  protected override render(): TemplateResult {
    const { common } = getStrings()
    const isOn = this.requested ?? this.isOn
    return html`<label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-label=${this.label}
        .checked=${live(isOn)}
        ?disabled=${this.isDisabled}
        @change=${({ target }: Event) => void this.#change((target as HTMLInputElement).checked)}
      />
      <span>${this.isLabelVisible ? this.label : isOn ? common.on : common.off}</span>
    </label>`
  }

  async #change(isOn: boolean): Promise<void> {
    this.requested = isOn
    try {
      await this.onSwitch(isOn)
    } finally {
      // A later change may still be pending.
      if (this.requested === isOn) this.requested = undefined
    }
  }
}

customElements.define('studio-switch', StudioSwitch)
