/** The subset of the Network Information API used here. Firefox and Safari do not support it. */
interface NetworkInformation {
  readonly saveData?: boolean
}

/** Returns whether the user has asked the browser to reduce data usage. */
export const isDataSaverOn = (): boolean =>
  (navigator as Navigator & { connection?: NetworkInformation }).connection?.saveData === true
