import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { groupFunctions, getTypeFamily } from '@aw-flow/schema/internal'
import { icon } from '../../icons/icon.ts'
import { renderSelect } from '../drawing/render-drawing.ts'
import { withArea, type MapSpec } from './map-spec.ts'
import type { MapStrings } from './map-strings.ts'

/** Renders the map settings form. */
export function renderMapForm(form: {
  readonly spec: MapSpec
  readonly columns: readonly Column[]
  readonly strings: MapStrings
  /** The name of the user's GeoJSON file, if one has been selected. */
  readonly fileName: string | undefined
  readonly onChange: (spec: MapSpec) => void
  readonly onFile: (file: File) => void
}): TemplateResult {
  const { spec, columns, strings, fileName, onChange, onFile } = form
  const change = (fields: Partial<MapSpec>): void => onChange({ ...spec, ...fields })
  const toOptions = (choices: readonly Column[], current: string): (readonly [string, string])[] => [
    ...(choices.some(({ name }) => name === current)
      ? []
      : [[current, current === '' ? strings.none : current] as const]),
    ...choices.map(({ name }) => [name, name] as const),
  ]
  const numberColumns = columns.filter(({ type }) => getTypeFamily(type) === 'number')
  const valueColumns = spec.measure === 'count-distinct' ? columns : numberColumns
  const noneOption = ['', strings.none] as const
  return html`<form aria-label=${strings.settings} @submit=${(event: Event) => event.preventDefault()}>
    ${renderSelect(strings.mark, spec.mark, Object.entries(strings.marks), (mark) =>
      change({ mark: mark as MapSpec['mark'], ...(mark === 'regions' ? { value: '', measure: 'count' } : {}) }),
    )}
    ${renderSelect(strings.area, spec.area, Object.entries(strings.areas), (area) =>
      onChange(withArea(spec, area as MapSpec['area'], columns)),
    )}
    ${
      spec.area === 'own'
        ? html`<label class="file" title=${fileName ?? nothing}
            ><span class="ellipsis">${fileName ?? strings.areas.own}</span
            ><span class="button">${icon('upload')}${strings.chooseFile}</span
            ><input
              type="file"
              class="visually-hidden"
              accept=".geojson,.json,application/geo+json,application/json"
              @change=${(event: Event) => {
                const input = event.target as HTMLInputElement
                const file = input.files?.[0]
                input.value = ''
                if (file) onFile(file)
              }}
          /></label>`
        : nothing
    }
    ${
      spec.mark === 'points'
        ? html`${renderSelect(strings.latitude, spec.latitude, toOptions(numberColumns, spec.latitude), (latitude) => change({ latitude }))}
          ${renderSelect(strings.longitude, spec.longitude, toOptions(numberColumns, spec.longitude), (longitude) => change({ longitude }))}
          ${renderSelect(strings.color, spec.value, [noneOption, ...columns.map(({ name }) => [name, name] as const)], (value) => change({ value }))}`
        : html`${renderSelect(strings.region, spec.region, toOptions(columns, spec.region), (region) => change({ region }))}
          ${renderSelect(
            strings.measure,
            spec.measure,
            groupFunctions.map((name) => [name, strings.measures[name]] as const),
            (measure) => change(fitMeasure(spec, measure as MapSpec['measure'], numberColumns)),
          )}
          ${
            spec.measure === 'count'
              ? nothing
              : renderSelect(strings.value, spec.value, toOptions(valueColumns, spec.value), (value) =>
                  change({ value }),
                )
          }`
    }
  </form>`
}

/** Returns the measure with a suitable value column. */
function fitMeasure(spec: MapSpec, measure: MapSpec['measure'], numberColumns: readonly Column[]): Partial<MapSpec> {
  if (measure === 'count') return { measure, value: '' }
  const isUsable =
    spec.value !== '' && (measure === 'count-distinct' || numberColumns.some(({ name }) => name === spec.value))
  return {
    measure,
    value: isUsable ? spec.value : (numberColumns.find(({ name }) => name !== spec.region)?.name ?? ''),
  }
}
