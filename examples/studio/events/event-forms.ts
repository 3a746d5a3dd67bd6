import type { CallOptions } from '@aw-flow/client'
import type { TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { checkbox, hint, isObject, json, number, omitEmpty, select, text, toOptions } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import type { EventType, Watch } from './server-events.ts'

type Save<Body> = (body: Body) => Promise<unknown>
type WatchBody = CallOptions<'POST /api/v1/watches'>['body']

/**
 * Renders the form for publishing an event.
 *
 * @param types Event types to suggest.
 */
export function renderPublishForm(
  types: readonly string[],
  publish: Save<CallOptions<'POST /api/v1/events'>['body']>,
): TemplateResult {
  const { events: strings } = getStrings()
  return renderForm({
    title: strings.publishTitle,
    fields: () => ({
      type: text(strings.eventName, { suggestions: types, isRequired: true, maxLength: 500 }),
      subject: text(strings.subject, { maxLength: 500 }),
      data: json(strings.data, { value: '{}', empty: {}, invalid: strings.notJson }),
    }),
    submit: strings.publish,
    onSubmit: ({ type, subject, data = {} }) => publish({ type, data, ...omitEmpty({ subject }) }),
    testId: 'publish-form',
  })
}

/** Renders the form for adding or changing an event type. */
export function renderEventTypeForm(
  editedType: EventType | undefined,
  save: (name: string, body: CallOptions<'PUT /api/v1/event-types/{name}'>['body']) => Promise<unknown>,
): TemplateResult {
  const { events: strings } = getStrings()
  return renderForm({
    item: editedType?.name,
    fields: () => ({
      name: text(strings.typeName, {
        value: editedType?.name,
        isRequired: true,
        maxLength: 500,
        placeholder: strings.typeExample,
      }),
      description: text(strings.description, { value: editedType?.description, maxLength: 1000, isProse: true }),
      schema: json(strings.schema, {
        value: editedType?.schema ? JSON.stringify(editedType.schema, null, 2) : '',
        isValid: isObject,
        invalid: strings.notSchema,
      }),
    }),
    submit: strings.saveType,
    onSubmit: ({ name, description, schema }) => save(name, { description, schema: isObject(schema) ? schema : null }),
  })
}

interface WatchForm {
  /** The watch being edited. `undefined` when adding one. */
  editedWatch: Watch | undefined
  save: Save<WatchBody>
  onCancel: () => void
}

/** Renders the form for adding or editing a watch. */
export function renderWatchForm({ editedWatch, save, onCancel }: WatchForm): TemplateResult {
  const { events: strings } = getStrings()
  const { source, pattern, interval_seconds: interval = 30 } = editedWatch ?? {}
  const folder = source?.kind === 'folder' ? source : undefined
  const bucket = source?.kind === 's3' ? source : undefined
  return renderForm({
    title: editedWatch ? strings.editWatch(editedWatch.name) : strings.newWatch,
    item: editedWatch?.id,
    fields: (getSelected) => ({
      name: text(strings.watchName, { value: editedWatch?.name, isRequired: true, maxLength: 200, isProse: true }),
      kind: select(strings.source, toOptions(['folder', 's3'], strings.sources), { value: source?.kind ?? 'folder' }),
      ...(getSelected('kind', source?.kind ?? 'folder') === 'folder'
        ? {
            path: text(strings.folder, {
              value: folder?.path,
              maxLength: 1000,
              placeholder: strings.examples.folder,
            }),
            recursive: checkbox(strings.recursive, folder?.recursive === true),
          }
        : {
            url: text(strings.bucketUrl, {
              value: bucket?.url,
              type: 'url',
              isRequired: true,
              maxLength: 2000,
              placeholder: strings.examples.bucket,
            }),
            prefix: text(strings.prefix, {
              value: bucket?.prefix,
              maxLength: 1000,
              placeholder: strings.examples.prefix,
            }),
            region: text(strings.region, { value: bucket?.region, isRequired: true, maxLength: 100 }),
            secret: text(strings.secret, { value: bucket?.secret, isRequired: true, maxLength: 64 }),
            secretHint: hint(strings.secretHint),
          }),
      pattern: text(strings.pattern, { value: pattern, maxLength: 200, placeholder: strings.examples.pattern }),
      interval_seconds: number(strings.interval, { value: interval, min: 5, max: 86_400 }),
    }),
    submit: strings.saveWatch,
    onSubmit: (values) => save(toWatchBody(values)),
    onCancel,
    isPrimary: true,
    testId: 'watch-form',
  })
}

interface WatchValues {
  name: string
  pattern: string
  interval_seconds: number
  path?: string | undefined
  recursive?: boolean | undefined
  url?: string | undefined
  prefix?: string | undefined
  region?: string | undefined
  secret?: string | undefined
}

/** Returns the request body for the values of the form. */
export const toWatchBody = ({ name, pattern, interval_seconds: seconds, ...source }: WatchValues): WatchBody => ({
  name,
  pattern: pattern || '*',
  interval_seconds: seconds,
  source:
    source.url === undefined
      ? { kind: 'folder', path: trimSlashes(source.path ?? ''), recursive: source.recursive ?? false }
      : {
          kind: 's3',
          url: source.url.replace(/\/$/, ''),
          prefix: source.prefix ?? '',
          region: source.region ?? '',
          secret: source.secret ?? '',
        },
})

/** Removes leading and trailing slashes, which users often type but the server does not accept. */
function trimSlashes(path: string): string {
  const segments = path.split('/')
  while (segments[0] === '') segments.shift()
  while (segments.at(-1) === '') segments.pop()
  return segments.join('/')
}
