/** The format of a column's durations: `h:mm:ss` or ISO 8601. */
export interface DurationFormat {
  type: 'INTERVAL'
  /** The indexes of the values that do not match. */
  misfits: number[]
}

const hoursPattern = /^(\d{1,5}):[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/
const isoPattern =
  /^[+-]?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,6})?S)?)?$/

/**
 * Finds durations in ISO 8601 (`PT1H30M`) or `h:mm:ss`. In `h:mm:ss`, at least one duration must be a day or longer;
 * otherwise, the values are times of day. Minutes and seconds alone (`4:35`) are not supported, because they cannot be
 * distinguished from times of day.
 */
export function findDurationFormat(values: readonly string[], maxMisfits: number): DurationFormat | undefined {
  for (const pattern of [hoursPattern, isoPattern]) {
    const misfits: number[] = []
    for (const [index, text] of values.entries()) {
      if (!pattern.test(text) && misfits.push(index) > maxMisfits) break
    }
    if (misfits.length > maxMisfits || misfits.length === values.length) continue
    if (pattern === hoursPattern && !values.some((text) => Number(hoursPattern.exec(text)?.[1]) > 23)) return undefined
    return { type: 'INTERVAL', misfits }
  }
  return undefined
}
