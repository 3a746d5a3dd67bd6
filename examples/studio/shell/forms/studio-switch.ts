import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { LanguageController, getStrings } from '../../language/strings.ts'

/**
 * A switch for an item's setting. While a change is pending, it shows the requested state; afterwards, it shows the
 * item's actual state. It has no shadow root, so it uses the styles of the element that contains it.
 */
export class StudioSwitch extends LitElement {
  static override properties: PropertyDeclarations = {
    label: { attribute: false },
    isOn: { attribute: false },
    isDisabled: { attribute: false },
    onSwitch: { attribute: false },
    requested: { state: true },
  }

  declare label: string
  declare isOn: boolean
  declare isDisabled: boolean
  /** Applies the change to the item. */
  declare onSwitch: (isOn: boolean) => Promise<unknown>
  /** The requested state while a change is pending. `undefined` otherwise. */
  declare requested: boolean | undefined

  constructor() {
    super()
    this.isDisabled = false
    this.addController(new LanguageController(this))
  }

  protected override createRenderRoot(): this {
    return this
  }

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
      <span>${isOn ? common.on : common.off}</span>
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

declare global {
  interface HTMLElementTagNameMap {
    'studio-switch': StudioSwitch
  }
}

customElements.define('studio-switch', StudioSwitch)
