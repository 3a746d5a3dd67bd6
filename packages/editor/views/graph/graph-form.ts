import { html, type TemplateResult } from 'lit'
import { typeFamily, type Column, type GraphSpec } from '@aw-flow/schema'
import type { GraphStrings } from './graph-strings.ts'

type Field = keyof GraphSpec

const ofLinks: readonly Field[] = ['source', 'target']
const ofPoints: readonly Field[] = ['id', 'label', 'color', 'size']

/** The form of a graph. */
export function graphForm(
  spec: GraphSpec,
  columns: { links: readonly Column[] | undefined; points: readonly Column[] | undefined },
  strings: GraphStrings,
  onChange: (spec: GraphSpec) => void,
): TemplateResult {
  const isNumber = ({ type }: Column): boolean => typeFamily(type) === 'number'
  const field = (key: Field, of: readonly Column[], empty: string | undefined): TemplateResult => {
    const names = (key === 'size' ? of.filter(isNumber) : of).map(({ name }) => name)
    const all = spec[key] !== '' && !names.includes(spec[key]) ? [spec[key], ...names] : names
    return html`<label
      ><span>${strings.fields[key]}</span
      ><select @change=${(event: Event) => onChange({ ...spec, [key]: (event.target as HTMLSelectElement).value })}>
        ${empty === undefined ? '' : html`<option value="" ?selected=${spec[key] === ''}>${empty}</option>`}
        ${all.map((name) => html`<option value=${name} ?selected=${name === spec[key]}>${name}</option>`)}
      </select></label
    >`
  }
  const optional: Partial<Record<Field, string>> = {
    label: strings.fields.id,
    color: strings.none,
    size: strings.byLinks,
  }
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${columns.links ? ofLinks.map((key) => field(key, columns.links ?? [], undefined)) : ''}
    ${columns.points ? ofPoints.map((key) => field(key, columns.points ?? [], optional[key])) : ''}
  </form>`
}
