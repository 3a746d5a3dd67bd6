import { html, type TemplateResult } from 'lit'
import { say } from '../language/speak.ts'

export interface RenameFormOptions {
  name: string
  /** With what was written, without blanks around it. */
  onRename(name: string): void
  onCancel(): void
}

/** Asks for another name of a dataset. */
export function renameForm({ name, onRename, onCancel }: RenameFormOptions): TemplateResult {
  const { data: words, common } = say()
  const rename = (event: SubmitEvent): void => {
    event.preventDefault()
    onRename(String(new FormData(event.currentTarget as HTMLFormElement).get('name')).trim())
  }
  const leave = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') onCancel()
  }
  return html`<form class="rename" @submit=${rename} @keydown=${leave}>
    <label><span class="visually-hidden">${common.name}</span><input name="name" required .value=${name} /></label>
    <button class="primary">${words.rename}</button>
    <button type="button" @click=${onCancel}>${common.cancel}</button>
  </form>`
}
