/** How a column's spans of time are written: as hours, minutes and seconds, or in ISO 8601. */
export interface DurationFormat {
  type: 'INTERVAL'
  misfits: number[]
}

const hours = /^(\d{1,5}):[0-5]\d:[0-5]\d(?:\.\d{1,6})?$/
const iso =
  /^[+-]?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,6})?S)?)?$/

/**
 * Finds spans of time: `h:mm:ss` where at least one is of a day or more (else they are times of day), or ISO 8601
 * (`PT1H30M`). Minutes and seconds alone (`4:35`) are not told from times of day.
 */
export function findDurationFormat(texts: readonly string[], tolerated: number): DurationFormat | undefined {
  for (const rule of [hours, iso]) {
    const misfits: number[] = []
    for (const [index, text] of texts.entries()) {
      if (!rule.test(text) && misfits.push(index) > tolerated) break
    }
    if (misfits.length > tolerated || misfits.length === texts.length) continue
    if (rule === hours && !texts.some((text) => Number(hours.exec(text)?.[1]) > 23)) return undefined
    return { type: 'INTERVAL', misfits }
  }
  return undefined
}
