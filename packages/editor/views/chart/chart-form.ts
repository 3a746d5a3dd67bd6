import { html, type TemplateResult } from 'lit'
import {
  chartMarks,
  chartMeasures,
  type ChartMark,
  type ChartMeasure,
  type ChartSpec,
  type Column,
} from '@aw-flow/schema'
import type { ChartStrings } from './chart-strings.ts'
import { columnsFor, fieldsOf, fitSpec, isOptional, type ChartField } from './fit-spec.ts'

/** The form of a chart. `onChange` receives a spec that can be drawn. */
export function chartForm(
  spec: ChartSpec,
  columns: readonly Column[],
  strings: ChartStrings,
  onChange: (spec: ChartSpec) => void,
): TemplateResult {
  const change = (fields: Partial<ChartSpec>): void => onChange(fitSpec({ ...spec, ...fields }, columns))
  const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value
  const chosen = (title: string, value: string, options: readonly [string, string][], put: (value: string) => void) =>
    html`<label
      ><span>${title}</span
      ><select @change=${(event: Event) => put(valueOf(event))}>
        ${options.map(([key, words]) => html`<option value=${key} ?selected=${key === value}>${words}</option>`)}
      </select></label
    >`
  const field = (key: ChartField): TemplateResult => {
    if (key === 'measure') {
      const measures = chartMeasures.map((one): [string, string] => [one, strings.measures[one]])
      return chosen(strings.measure, spec.measure, measures, (value) => change({ measure: value as ChartMeasure }))
    }
    const isMeasured =
      (key === 'y' && spec.mark !== 'scatter' && spec.mark !== 'heat-map' && spec.mark !== 'box') ||
      (key === 'color' && spec.mark === 'heat-map')
    const names = columnsFor(key, spec, columns).map(({ name }): [string, string] => [name, name])
    const none: [string, string][] = isOptional(key, spec) ? [['', strings.none]] : []
    // A missing column stays selected: the drawing reports the problem.
    const gone: [string, string][] =
      spec[key] !== '' && !names.some(([name]) => name === spec[key]) ? [[spec[key], spec[key]]] : []
    return chosen(isMeasured ? strings.measured : strings[key], spec[key], [...none, ...gone, ...names], (value) =>
      change({ [key]: value }),
    )
  }
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${chosen(
      strings.mark,
      spec.mark,
      chartMarks.map((mark): [string, string] => [mark, strings.marks[mark]]),
      (value) => change({ mark: value as ChartMark }),
    )}
    ${fieldsOf(spec).map(field)}
  </form>`
}
