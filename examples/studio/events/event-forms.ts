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
  const { events: strings } = getStrings()
  return renderForm({
    title: strings.publishTitle,
    fields: html`${renderTextField({ name: 'type', label: strings.eventName, list: 'types', isRequired: true, maxLength: 500 })}
      <datalist id="types">${types.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${renderTextField({ name: 'subject', label: strings.subject, maxLength: 500 })}
      <label class="wide"
        >${strings.data} <textarea name="data" spellcheck="false" .defaultValue=${'{}'}></textarea>
      </label>
      ${isDataInvalid ? html`<p class="bad small" role="alert">${strings.notJson}</p>` : nothing}`,
    submit: strings.publish,
    onSubmit,
    testId: 'publish-form',
  })
}

/** Renders the form for adding or changing an event type. */
export function renderEventTypeForm(
  editedType: EventType | undefined,
  isSchemaInvalid: boolean,
  onSubmit: (event: SubmitEvent) => void,
): TemplateResult {
  const { events: strings } = getStrings()
  const schema = editedType?.schema ? JSON.stringify(editedType.schema, null, 2) : ''
  return renderForm({
    title: '',
    fields: html`${renderTextField({
        name: 'name',
        label: strings.typeName,
        value: editedType?.name,
        isRequired: true,
        maxLength: 500,
        placeholder: strings.typeExample,
      })}
      ${renderTextField({
        name: 'description',
        label: strings.description,
        value: editedType?.description,
        maxLength: 1000,
        isProse: true,
      })}
      <label class="wide"
        >${strings.schema} <textarea name="schema" spellcheck="false" .defaultValue=${schema}></textarea>
      </label>
      ${isSchemaInvalid ? html`<p class="bad small" role="alert">${strings.notSchema}</p>` : nothing}`,
    submit: strings.saveType,
    onSubmit,
  })
}

/** Renders the form for adding or editing a watch. */
export function renderWatchForm(
  { editedWatch, kind }: { editedWatch: Watch | undefined; kind: SourceKind },
  {
    onKindChange,
    onSubmit,
    onCancel,
  }: { onKindChange: (kind: SourceKind) => void; onSubmit: (event: SubmitEvent) => void; onCancel: () => void },
): TemplateResult {
  const { events: strings } = getStrings()
  return renderForm({
    title: editedWatch ? strings.editWatch(editedWatch.name) : strings.newWatch,
    fields: html`${renderTextField({
      name: 'name',
      label: strings.watchName,
      value: editedWatch?.name,
      isRequired: true,
      maxLength: 200,
      isProse: true,
    })}
    ${renderSelectField({
      name: 'kind',
      label: strings.source,
      value: kind,
      options: toOptions(sourceKinds, strings.sources),
      onChange: onKindChange,
    })}
    ${kind === 'folder' ? renderFolderFields(editedWatch) : renderBucketFields(editedWatch)}
    ${renderTextField({
      name: 'pattern',
      label: strings.pattern,
      value: editedWatch?.pattern,
      maxLength: 200,
      placeholder: strings.examples.pattern,
    })}
    ${renderNumberField({
      name: 'interval',
      label: strings.interval,
      value: editedWatch?.interval_seconds ?? 30,
      min: 5,
      max: 86_400,
    })}`,
    submit: strings.saveWatch,
    onSubmit,
    onCancel,
    isPrimary: true,
    testId: 'watch-form',
  })
}

function renderFolderFields(editedWatch: Watch | undefined): TemplateResult {
  const { events: strings } = getStrings()
  const source = editedWatch?.source.kind === 'folder' ? editedWatch.source : undefined
  return html`${renderTextField({
      name: 'path',
      label: strings.folder,
      value: source?.path,
      maxLength: 1000,
      placeholder: strings.examples.folder,
    })}
    <label class="switch"
      ><input type="checkbox" name="recursive" .defaultChecked=${source?.recursive === true} />
      ${strings.recursive}</label
    >`
}

function renderBucketFields(editedWatch: Watch | undefined): TemplateResult {
  const { events: strings } = getStrings()
  const source = editedWatch?.source.kind === 's3' ? editedWatch.source : undefined
  return html`${renderTextField({
      name: 'url',
      label: strings.bucketUrl,
      value: source?.url,
      type: 'url',
      isRequired: true,
      maxLength: 2000,
      placeholder: strings.examples.bucket,
    })}
    ${renderTextField({
      name: 'prefix',
      label: strings.prefix,
      value: source?.prefix,
      maxLength: 1000,
      placeholder: strings.examples.prefix,
    })}
    ${renderTextField({ name: 'region', label: strings.region, value: source?.region, isRequired: true, maxLength: 100 })}
    ${renderTextField({ name: 'secret', label: strings.secret, value: source?.secret, isRequired: true, maxLength: 64 })}
    <p class="muted small">${strings.secretHint}</p>`
}
