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
import { filterColumns, listFields, fitSpec, isOptional, type ChartField } from './fit-spec.ts'

/** Renders the form that configures a chart. `onChange` receives a spec that can be drawn. */
export function renderChartForm(
  spec: ChartSpec,
  columns: readonly Column[],
  strings: ChartStrings,
  onChange: (spec: ChartSpec) => void,
): TemplateResult {
  const change = (fields: Partial<ChartSpec>): void => onChange(fitSpec({ ...spec, ...fields }, columns))
  const readValue = (event: Event): string => (event.target as HTMLSelectElement).value
  const renderSelect = (
    title: string,
    value: string,
    options: readonly [string, string][],
    onSelect: (value: string) => void,
  ) =>
    html`<label
      ><span>${title}</span
      ><select @change=${(event: Event) => onSelect(readValue(event))}>
        ${options.map(([key, label]) => html`<option value=${key} ?selected=${key === value}>${label}</option>`)}
      </select></label
    >`
  const renderField = (key: ChartField): TemplateResult => {
    if (key === 'measure') {
      const measures = chartMeasures.map((measure): [string, string] => [measure, strings.measures[measure]])
      return renderSelect(strings.measure, spec.measure, measures, (value) =>
        change({ measure: value as ChartMeasure }),
      )
    }
    const isMeasured =
      (key === 'y' && spec.mark !== 'scatter' && spec.mark !== 'heat-map' && spec.mark !== 'box') ||
      (key === 'color' && spec.mark === 'heat-map')
    const names = filterColumns(key, spec, columns).map(({ name }): [string, string] => [name, name])
    const none: [string, string][] = isOptional(key, spec) ? [['', strings.none]] : []
    // A missing column stays selected: the drawing reports the problem.
    const missing: [string, string][] =
      spec[key] !== '' && !names.some(([name]) => name === spec[key]) ? [[spec[key], spec[key]]] : []
    return renderSelect(
      isMeasured ? strings.measured : strings[key],
      spec[key],
      [...none, ...missing, ...names],
      (value) => change({ [key]: value }),
    )
  }
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${renderSelect(
      strings.mark,
      spec.mark,
      chartMarks.map((mark): [string, string] => [mark, strings.marks[mark]]),
      (value) => change({ mark: value as ChartMark }),
    )}
    ${listFields(spec).map(renderField)}
  </form>`
}
