import type { LazyTexts } from '../language-texts.ts'
import type { TextOverrides } from '../override-texts.ts'
import deferred from './deferred.json' with { type: 'json' }

/** Strings that are loaded when the user needs them. */
export const deferredTexts: TextOverrides<LazyTexts> = deferred
