import { getKey } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../../language/strings.ts'

export interface RenameFormOptions {
  name: string
  /** Called with the trimmed name. */
  onRename(name: string): void
  onCancel(): void
}

/** Renders the form for renaming a dataset. */
export function renderRenameForm({ name, onRename, onCancel }: RenameFormOptions): TemplateResult {
  const { data: strings, common } = getStrings()
  const rename = (event: SubmitEvent): void => {
    event.preventDefault()
    onRename(String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim())
  }
  const cancelOnEscape = (event: KeyboardEvent): void => {
    if (getKey(event) === 'Escape') onCancel()
  }
  return html`<form class="rename" @submit=${rename} @keydown=${cancelOnEscape}>
    <label
      ><span class="visually-hidden">${common.name}</span><input name="name" required maxlength="200" .value=${name}
    /></label>
    <button class="primary">${strings.rename}</button>
    <button type="button" @click=${onCancel}>${common.cancel}</button>
  </form>`
}
