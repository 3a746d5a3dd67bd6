import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { renderNumberField, renderSelectField, renderTextField, toOptions } from '../shell/forms/form-fields.ts'
import { renderForm } from '../shell/forms/form-panel.ts'
import type { EventType, Watch } from './server-events.ts'

type SourceKind = Watch['source']['kind']

const sourceKinds: readonly SourceKind[] = ['folder', 's3']

/**
 * Renders the form for publishing an event.
 *
 * @param types Event types to suggest.
 */
export function renderPublishForm(
  types: readonly string[],
  isDataInvalid: boolean,
  onSubmit: (event: SubmitEvent) => void,
): TemplateResult {
  const { events: t } = getStrings()
  return renderForm({
    title: t.publishTitle,
    fields: html`${renderTextField({ name: 'type', label: t.eventName, list: 'types', isRequired: true, maxLength: 500 })}
      <datalist id="types">${types.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${renderTextField({ name: 'subject', label: t.subject, maxLength: 500 })}
      <label class="wide">${t.data} <textarea name="data" spellcheck="false" .defaultValue=${'{}'}></textarea></label>
      ${isDataInvalid ? html`<p class="bad small" role="alert">${t.notJson}</p>` : nothing}`,
    submit: t.publish,
    onSubmit,
    testId: 'publish-form',
  })
}

/** Renders the form for adding or changing an event type. */
export function renderTypeForm(
  edited: EventType | undefined,
  isSchemaInvalid: boolean,
  onSubmit: (event: SubmitEvent) => void,
): TemplateResult {
  const { events: t } = getStrings()
  const schema = edited?.schema ? JSON.stringify(edited.schema, null, 2) : ''
  return renderForm({
    title: '',
    fields: html`${renderTextField({
        name: 'name',
        label: t.typeName,
        value: edited?.name,
        isRequired: true,
        maxLength: 500,
        placeholder: t.typeExample,
      })}
      ${renderTextField({
        name: 'description',
        label: t.description,
        value: edited?.description,
        maxLength: 1000,
        isProse: true,
      })}
      <label class="wide"
        >${t.schema} <textarea name="schema" spellcheck="false" .defaultValue=${schema}></textarea>
      </label>
      ${isSchemaInvalid ? html`<p class="bad small" role="alert">${t.notSchema}</p>` : nothing}`,
    submit: t.saveType,
    onSubmit,
  })
}

/** Renders the form for adding or editing a watch. */
export function renderWatchForm(
  { edited, kind }: { edited: Watch | undefined; kind: SourceKind },
  {
    onKindChange,
    onSubmit,
    onCancel,
  }: { onKindChange: (kind: SourceKind) => void; onSubmit: (event: SubmitEvent) => void; onCancel: () => void },
): TemplateResult {
  const { events: t } = getStrings()
  return renderForm({
    title: edited ? t.editWatch(edited.name) : t.newWatch,
    fields: html`${renderTextField({
      name: 'name',
      label: t.watchName,
      value: edited?.name,
      isRequired: true,
      maxLength: 200,
      isProse: true,
    })}
    ${renderSelectField({
      name: 'kind',
      label: t.source,
      value: kind,
      options: toOptions(sourceKinds, t.sources),
      onChange: onKindChange,
    })}
    ${kind === 'folder' ? renderFolderFields(edited) : renderBucketFields(edited)}
    ${renderTextField({
      name: 'pattern',
      label: t.pattern,
      value: edited?.pattern,
      maxLength: 200,
      placeholder: t.examples.pattern,
    })}
    ${renderNumberField({
      name: 'interval',
      label: t.interval,
      value: edited?.interval_seconds ?? 30,
      min: 5,
      max: 86_400,
    })}`,
    submit: t.saveWatch,
    onSubmit,
    onCancel,
    isPrimary: true,
    testId: 'watch-form',
  })
}

function renderFolderFields(edited: Watch | undefined): TemplateResult {
  const { events: t } = getStrings()
  const source = edited?.source.kind === 'folder' ? edited.source : undefined
  return html`${renderTextField({
      name: 'path',
      label: t.folder,
      value: source?.path,
      maxLength: 1000,
      placeholder: t.examples.folder,
    })}
    <label class="switch"
      ><input type="checkbox" name="recursive" .defaultChecked=${source?.recursive === true} /> ${t.recursive}</label
    >`
}

function renderBucketFields(edited: Watch | undefined): TemplateResult {
  const { events: t } = getStrings()
  const source = edited?.source.kind === 's3' ? edited.source : undefined
  return html`${renderTextField({
      name: 'url',
      label: t.bucketUrl,
      value: source?.url,
      type: 'url',
      isRequired: true,
      maxLength: 2000,
      placeholder: t.examples.bucket,
    })}
    ${renderTextField({
      name: 'prefix',
      label: t.prefix,
      value: source?.prefix,
      maxLength: 1000,
      placeholder: t.examples.prefix,
    })}
    ${renderTextField({ name: 'region', label: t.region, value: source?.region, isRequired: true, maxLength: 100 })}
    ${renderTextField({ name: 'secret', label: t.secret, value: source?.secret, isRequired: true, maxLength: 64 })}
    <p class="muted small">${t.secretHint}</p>`
}
