import { html, nothing, type TemplateResult } from 'lit'
import { renderIconButton } from '../../icons/icon-button.ts'
import type { Column } from '@aw-flow/schema'
import { chartMarks, chartMeasures, type ChartMark, type ChartMeasure, type ChartSpec } from '@aw-flow/schema/internal'
import { renderSelect } from '../drawing/render-drawing.ts'
import type { ChartStrings } from './chart-strings.ts'
import {
  filterAxisColumns,
  filterColumns,
  listFields,
  listSuggestedFields,
  fitSpec,
  isOptional,
  type ChartField,
} from './fit-spec.ts'

/** A chart specification and how its type was determined. */
export interface ChartFormState {
  /** The chart specification, adjusted so that it can be drawn. */
  readonly spec: ChartSpec
  /** Whether the user has selected the chart type. Otherwise, the columns determine it. */
  readonly isMarkChosen: boolean
}

/**
 * Renders the chart settings form. Until the user selects a chart type, `suggest` selects one that suits the selected
 * columns.
 */
export function renderChartForm(
  { spec, isMarkChosen }: ChartFormState,
  columns: readonly Column[],
  strings: ChartStrings,
  suggest: (spec: ChartSpec) => ChartSpec,
  onChange: (change: ChartFormState) => void,
): TemplateResult {
  // Without a column to aggregate, the chart counts rows.
  const suggestFor = (changedSpec: ChartSpec): ChartSpec =>
    fitSpec(suggest(changedSpec.y === '' ? { ...changedSpec, measure: 'count' } : changedSpec), columns)
  const change = (fields: Partial<ChartSpec>, isSelected = isMarkChosen): void => {
    const changedSpec = { ...spec, ...fields }
    const hasAxisChanged = 'x' in fields || 'y' in fields
    onChange({
      spec: !isSelected && hasAxisChanged ? suggestFor(changedSpec) : fitSpec(changedSpec, columns),
      isMarkChosen: isSelected,
    })
  }
  const renderField = (key: ChartField): TemplateResult => {
    if (key === 'measure') {
      const measures = chartMeasures.map((measure): [string, string] => [measure, strings.measures[measure]])
      return renderSelect(strings.measure, spec.measure, measures, (value) =>
        change({ measure: value as ChartMeasure }),
      )
    }
    const isAggregated =
      (key === 'y' && spec.mark !== 'scatter' && spec.mark !== 'heat-map' && spec.mark !== 'box') ||
      (key === 'color' && spec.mark === 'heat-map')
    const isSuggested = !isMarkChosen && (key === 'x' || key === 'y')
    const eligibleColumns = isSuggested ? filterAxisColumns(columns) : filterColumns(key, spec, columns)
    const names = eligibleColumns.map(({ name }): [string, string] => [name, name])
    const canBeEmpty = isOptional(key, spec) || (isSuggested && key === 'y')
    const emptyOption: [string, string][] = canBeEmpty || spec[key] === '' ? [['', strings.none]] : []
    // Keeps a missing column selected, because the drawing reports the problem.
    const missingOption: [string, string][] =
      spec[key] !== '' && !names.some(([name]) => name === spec[key]) ? [[spec[key], spec[key]]] : []
    return renderSelect(
      isAggregated && !isSuggested ? strings.measured : strings[key],
      spec[key],
      [...emptyOption, ...missingOption, ...names],
      (value) => change({ [key]: value }),
    )
  }
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${renderSelect(
      strings.mark,
      spec.mark,
      chartMarks.map((mark): [string, string] => [mark, strings.marks[mark]]),
      (value) => change({ mark: value as ChartMark }, true),
    )}
    ${(isMarkChosen ? listFields(spec) : listSuggestedFields(spec)).map(renderField)}
    ${
      isMarkChosen
        ? renderIconButton(
            'wand-sparkles',
            strings.suggest,
            () => onChange({ spec: suggestFor(spec), isMarkChosen: false }),
            { className: 'suggest' },
          )
        : nothing
    }
  </form>`
}
