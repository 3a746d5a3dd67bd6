import type { BrowserContextOptions } from '@playwright/test'

/** Kinds of people, each with the window, language and theme of their browser. */
export const people = {
  analyst: {},
  operator: {},
  developer: {},
  'keyboard only': {},
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  German: { locale: 'de-DE' },
  dark: { colorScheme: 'dark' },
  '4K': { viewport: { width: 3840, height: 2160 } },
  careless: {},
  'returning after a week': {},
} as const satisfies Record<string, BrowserContextOptions>

/** A kind of person. */
export type Person = keyof typeof people
