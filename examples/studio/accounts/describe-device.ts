const browsers: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
]
const systems: readonly [pattern: RegExp, name: string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Extracts the browser and operating system from a user agent string. Unknown values are empty strings. */
export function describeDevice(userAgent: string | null): { browser: string; system: string } {
  const find = (names: readonly [pattern: RegExp, name: string][]): string =>
    names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? ''
  return { browser: find(browsers), system: find(systems) }
}

/** Returns an IP address to display, or an empty string for a loopback address, which does not identify a device. */
export const formatRemoteAddress = (address: string | null): string =>
  address === null || ['::/64', '127.0.0.1'].includes(address) ? '' : address
