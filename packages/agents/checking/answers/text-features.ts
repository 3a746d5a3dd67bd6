import type { EncodedColumn } from '../encoded-table.ts'
import { toLooseShape } from '../scoring/value-shape.ts'
import type { FeatureIndex } from './feature-index.ts'
import type { Transformation } from './transformations.ts'

/** Prior variances of feature weights. The greater the variance, the more a single answer changes the weight. */
const priorVariances = {
  value: 4,
  shape: 2.5,
  fineShape: 1,
  character: 1,
  letterCase: 1,
  size: 0.5,
  rare: 0.3,
  rewrite: 4,
}
const maxFineShapes = 60
const maxShapeLength = 60

/**
 * Returns the shape of a value. Each digit becomes `9`, each run of lowercase letters becomes `a`, and up to three
 * adjacent uppercase letters become `A` each; longer runs become `A+`.
 */
export const toFineShape = (text: string): string =>
  text
    .slice(0, maxShapeLength)
    .replace(/\p{Lu}+/gu, (run) => (run.length > 3 ? 'A+' : 'A'.repeat(run.length)))
    .replace(/\p{Ll}+/gu, 'a')
    .replace(/\d/g, '9')

/**
 * Returns a function that lists the features of the column's value with a given code: the value itself, its shape,
 * characters, letter case and size, and the transformations that change it. Features are specific to the column,
 * because a pattern that is wrong in one column may be correct in another.
 */
export function createTextFeatureExtractor(
  column: EncodedColumn,
  columnIndex: number,
  rowCount: number,
  transformations: readonly Transformation[],
  index: FeatureIndex,
): (code: number) => readonly number[] {
  const { values, observedCounts } = column
  const fineShapes = new Map<string, number>()
  values.forEach((text, code) => {
    if ((observedCounts[code] as number) > 0)
      fineShapes.set(toFineShape(text), (fineShapes.get(toFineShape(text)) ?? 0) + 1)
  })
  const hasFineShapes = fineShapes.size <= maxFineShapes
  const cache = new Map<number, number[]>()
  return (code) => {
    const cached = cache.get(code)
    if (cached) return cached
    const text = values[code] as string
    const count = observedCounts[code] as number
    const features: number[] = []
    const addFeature = (name: string, priorVariance: number): void =>
      void features.push(index.getId(`${columnIndex} ${name}`, priorVariance))
    if (count > 1 || text === '') addFeature(`value ${text}`, priorVariances.value)
    if (text !== '') {
      addFeature(`shape ${toLooseShape(text)}`, priorVariances.shape)
      if (hasFineShapes) addFeature(`fine shape ${toFineShape(text)}`, priorVariances.fineShape)
      for (const character of new Set(text.slice(0, 200).replace(/[\p{L}\d]/gu, '')))
        addFeature(`character ${character}`, priorVariances.character)
      addFeature(`case ${detectLetterCase(text)}`, priorVariances.letterCase)
      addFeature(`size ${toSizeClass(text)}`, priorVariances.size)
      if (count < 0.002 * rowCount) addFeature('rare', priorVariances.rare)
    }
    for (const { name, apply } of transformations) {
      const rewrittenText = apply(text)
      if (rewrittenText !== undefined && rewrittenText !== text) addFeature(`rewrite ${name}`, priorVariances.rewrite)
    }
    cache.set(code, features)
    return features
  }
}

/**
 * Returns the letter case of a value: `none` (no letters), `lower`, `upper`, `sentence` (only the first letter is a
 * capital), `title` (each word starts with a capital) or `mixed`.
 */
export function detectLetterCase(text: string): string {
  if (!/\p{L}/u.test(text)) return 'none'
  if (text === text.toLowerCase()) return 'lower'
  if (text === text.toUpperCase()) return 'upper'
  if (/^\P{L}*\p{Lu}/u.test(text) && text.slice(1) === text.slice(1).toLowerCase()) return 'sentence'
  return text.split(/\s+/).every((word) => !/^\p{Ll}/u.test(word)) ? 'title' : 'mixed'
}

/** Returns a number's order of magnitude and number of decimals, or the approximate length of any other text. */
function toSizeClass(text: string): string {
  const number = Number(text)
  if (Number.isFinite(number)) {
    const magnitude = number === 0 ? 'zero' : Math.floor(Math.log10(Math.abs(number)))
    return `${number < 0 ? '-' : ''}${magnitude} ${Math.min(3, text.split('.')[1]?.length ?? 0)}`
  }
  return text.length < 8 ? String(text.length) : `${Math.floor(2 * Math.log2(text.length))} of 2`
}
