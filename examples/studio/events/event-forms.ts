import { html, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { strings } from '../language/strings.ts'
import type { Watch } from './server-events.ts'

type SourceKind = Watch['source']['kind']

/** Renders the form that publishes an event. `types` are suggested. */
export function renderPublishForm(
  types: readonly string[],
  isDataInvalid: boolean,
  onSubmit: (event: SubmitEvent) => void,
): TemplateResult {
  const { events: t } = strings()
  return html`<form @submit=${onSubmit} data-testid="publish-form">
    <h3>${t.publishTitle}</h3>
    <label
      >${t.eventName} <input name="type" list="types" required maxlength="500" autocomplete="off" spellcheck="false"
    /></label>
    <datalist id="types">${types.map((name) => html`<option value=${name}></option>`)}</datalist>
    <label>${t.subject} <input name="subject" maxlength="500" autocomplete="off" spellcheck="false" /></label>
    <label class="wide">${t.data} <textarea name="data" spellcheck="false" .defaultValue=${'{}'}></textarea></label>
    ${isDataInvalid ? html`<p class="bad small" role="alert">${t.notJson}</p>` : ''}
    <button>${t.publish}</button>
  </form>`
}

/** Renders the form that adds or edits a watch. */
export function renderWatchForm(
  { edited, kind }: { edited: Watch | undefined; kind: SourceKind },
  {
    onKind,
    onSubmit,
    onCancel,
  }: { onKind: (kind: SourceKind) => void; onSubmit: (event: SubmitEvent) => void; onCancel: () => void },
): TemplateResult {
  const { events: t, common } = strings()
  return html`<form @submit=${onSubmit} data-testid="watch-form">
    <h3>${edited ? t.editWatch(edited.name) : t.newWatch}</h3>
    <label
      >${t.watchName}
      <input name="name" required maxlength="200" autocomplete="off" .defaultValue=${edited?.name ?? ''}
    /></label>
    <label
      >${t.source}
      <select name="kind" @change=${({ target }: Event) => onKind((target as HTMLSelectElement).value as SourceKind)}>
        <option value="folder" .selected=${live(kind === 'folder')}>${t.sources.folder}</option>
        <option value="s3" .selected=${live(kind === 's3')}>${t.sources.s3}</option>
      </select></label
    >
    ${kind === 'folder' ? renderFolderFields(edited) : renderBucketFields(edited)}
    <label
      >${t.pattern}
      <input
        name="pattern"
        maxlength="200"
        autocomplete="off"
        spellcheck="false"
        placeholder=${t.examples.pattern}
        .defaultValue=${edited?.pattern ?? ''}
    /></label>
    <label
      >${t.interval}
      <input
        type="number"
        name="interval"
        required
        min="5"
        max="86400"
        .defaultValue=${String(edited?.interval_seconds ?? 30)}
    /></label>
    <p>
      <button class="primary">${t.saveWatch}</button>
      <button type="button" @click=${onCancel}>${common.cancel}</button>
    </p>
  </form>`
}

function renderFolderFields(edited: Watch | undefined): TemplateResult {
  const { events: t } = strings()
  const source = edited?.source.kind === 'folder' ? edited.source : undefined
  return html`<label
      >${t.folder}
      <input
        name="path"
        maxlength="1000"
        autocomplete="off"
        spellcheck="false"
        placeholder=${t.examples.folder}
        .defaultValue=${source?.path ?? ''}
    /></label>
    <label class="switch"
      ><input type="checkbox" name="recursive" .defaultChecked=${source?.recursive === true} /> ${t.recursive}</label
    >`
}

function renderBucketFields(edited: Watch | undefined): TemplateResult {
  const { events: t } = strings()
  const source = edited?.source.kind === 's3' ? edited.source : undefined
  return html`<label
      >${t.bucketUrl}
      <input
        type="url"
        name="url"
        required
        maxlength="2000"
        autocomplete="off"
        spellcheck="false"
        placeholder=${t.examples.bucket}
        .defaultValue=${source?.url ?? ''}
    /></label>
    <label
      >${t.prefix}
      <input
        name="prefix"
        maxlength="1000"
        autocomplete="off"
        spellcheck="false"
        placeholder=${t.examples.prefix}
        .defaultValue=${source?.prefix ?? ''}
    /></label>
    <label
      >${t.region}
      <input
        name="region"
        required
        maxlength="100"
        autocomplete="off"
        spellcheck="false"
        .defaultValue=${source?.region ?? ''}
    /></label>
    <label
      >${t.secret}
      <input
        name="secret"
        required
        maxlength="64"
        autocomplete="off"
        spellcheck="false"
        .defaultValue=${source?.secret ?? ''}
    /></label>
    <p class="muted small">${t.secretHint}</p>`
}
