import { html, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { getTypeFamily, type GraphSpec } from '@aw-flow/schema/internal'
import { renderSelect } from '../drawing/render-drawing.ts'
import type { GraphStrings } from './graph-strings.ts'

type Field = keyof GraphSpec

const linkFields: readonly Field[] = ['source', 'target']
const pointFields: readonly Field[] = ['id', 'label', 'color', 'size']

/** Renders the graph settings form. */
export function renderGraphForm(
  spec: GraphSpec,
  columns: { links: readonly Column[] | undefined; points: readonly Column[] | undefined },
  strings: GraphStrings,
  onChange: (spec: GraphSpec) => void,
): TemplateResult {
  const isNumber = ({ type }: Column): boolean => getTypeFamily(type) === 'number'
  const renderField = (key: Field, choices: readonly Column[], emptyLabel: string | undefined): TemplateResult => {
    const names = (key === 'size' ? choices.filter(isNumber) : choices).map(({ name }) => name)
    const options = spec[key] !== '' && !names.includes(spec[key]) ? [spec[key], ...names] : names
    return renderSelect(
      strings.fields[key],
      spec[key],
      [
        ...(emptyLabel === undefined ? [] : [['', emptyLabel] as const]),
        ...options.map((name) => [name, name] as const),
      ],
      (value) => onChange({ ...spec, [key]: value }),
    )
  }
  const emptyLabels: Partial<Record<Field, string>> = {
    label: strings.fields.id,
    color: strings.none,
    size: strings.byLinks,
  }
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${columns.links ? linkFields.map((key) => renderField(key, columns.links ?? [], undefined)) : ''}
    ${columns.points ? pointFields.map((key) => renderField(key, columns.points ?? [], emptyLabels[key])) : ''}
  </form>`
}
