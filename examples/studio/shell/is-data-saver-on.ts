/** The part of the Network Information API that is used here. Firefox and Safari lack it. */
interface NetworkInformation {
  readonly saveData?: boolean
}

/** Returns whether the user has asked the browser to use less data. */
export const isDataSaverOn = (): boolean =>
  (navigator as Navigator & { connection?: NetworkInformation }).connection?.saveData === true
