import type { Version } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { renderIconButton } from '../icons/icon-button.ts'
import type { VersionsStrings } from './versions-strings.ts'
import { getKey } from '../get-key.ts'

/** Returns a version's title: its name or, if it has no name, its number. */
export const getVersionTitle = ({ name, number }: Version, strings: VersionsStrings): string =>
  name === undefined ? strings.number(number) : `“${name}”`

const formatTime = (time: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(time)

interface VersionListView {
  readonly list: readonly Version[]
  readonly strings: VersionsStrings
  readonly readonly: boolean
  /** Number of the version that is being compared. */
  readonly comparedVersion: number | undefined
  /** Renders the comparison, which is placed below the compared version. */
  renderComparison(): unknown
  /** Number of the version that is being renamed. */
  readonly versionToRename: number | undefined
  /** Number of the version whose deletion the user is asked to confirm. */
  readonly versionToDelete: number | undefined
  compare(number: number): void
  rename(number: number | undefined): void
  saveName(number: number, name: string): void
  remove(number: number | undefined): void
  confirmRemoval(number: number): void
}

/** Renders the list of versions and their actions. */
export function renderVersionList(view: VersionListView): TemplateResult {
  const { list, strings } = view
  if (list.length === 0) return html`<p class="muted">${strings.none}</p>`
  return html`<ol class="versions unmarked" aria-label=${strings.list}>
    ${list.map((version) => html`<li>${renderVersion(version, view)}</li>`)}
  </ol>`
}

function renderVersion(version: Version, view: VersionListView): unknown {
  const { strings } = view
  const { number } = version
  if (view.versionToRename === number) return renderRenameForm(version, view)
  if (view.versionToDelete === number) {
    return html`<div class="version row" role="alert">
      <span>${strings.confirmRemoval}</span><span class="gap"></span>
      <button type="button" class="quiet" @click=${() => view.remove(undefined)}>${strings.cancel}</button>
      <button type="button" class="danger" @click=${() => view.confirmRemoval(number)}>${strings.removeVersion}</button>
    </div>`
  }
  const title = getVersionTitle(version, strings)
  const isCompared = view.comparedVersion === number
  return html`<div class="version">
      <button
        type="button"
        class="quiet head"
        data-version=${number}
        aria-expanded=${isCompared ? 'true' : 'false'}
        title=${strings.compare(title)}
        @click=${() => view.compare(number)}
      >
        <span class="version-name ellipsis">${version.name ?? strings.number(number)}</span>
        <span class="muted">${strings.origins[version.origin]} · ${formatTime(version.at, strings.language)}</span>
      </button>
      ${
        view.readonly
          ? nothing
          : html`${renderIconButton('pencil', strings.rename(title), () => view.rename(number))}
            ${renderIconButton('trash', strings.remove(title), () => view.remove(number))}`
      }
    </div>
    ${isCompared ? view.renderComparison() : nothing}`
}

function renderRenameForm({ number, name }: Version, view: VersionListView): TemplateResult {
  const { strings } = view
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const value = new FormData(event.target as HTMLFormElement).get('name')
    view.saveName(number, typeof value === 'string' ? value : '')
  }
  const onKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    view.rename(undefined)
  }
  return html`<form class="version row" @submit=${onSubmit} @keydown=${onKey}>
    <input
      name="name"
      type="text"
      class="renamed"
      maxlength="200"
      autocomplete="off"
      aria-label=${strings.newName}
      .value=${name ?? ''}
    />
    <button type="submit" class="primary icon" aria-label=${strings.save} title=${strings.save}>
      ${icon('circle-check')}
    </button>
    ${renderIconButton('x', strings.cancel, () => view.rename(undefined))}
  </form>`
}
