import { germanChecking } from './checking.ts'
import { germanExpressions } from './expressions.ts'
import { germanFiles } from './files.ts'
import { germanHintsFromO } from './hints-from-o.ts'
import { germanHintsToN } from './hints-to-n.ts'
import { germanLoading } from './loading.ts'
import { germanNodes } from './nodes.ts'
import { germanPreparing } from './preparing.ts'
import { germanRunning } from './running.ts'
import { germanSummaries } from './summaries.ts'
import { germanWords } from './words.ts'
import { sayBy, type Say } from '../sentences.ts'

const sayings = new Map<string, Say>()

/** What engine and agents say, in German with the numbers of a locale; `undefined` for what is not theirs. */
export function germanSay(language: string): Say {
  let say = sayings.get(language)
  if (!say) {
    const all = {
      ...germanWords,
      ...germanHintsToN,
      ...germanHintsFromO,
      ...germanLoading,
      ...germanFiles,
      ...germanPreparing,
      ...germanChecking,
      ...germanRunning,
      ...germanNodes,
      ...germanExpressions,
    }
    sayings.set(language, (say = sayBy(all, language)))
  }
  return say
}

/** What a node does, in German by its type. */
export function germanSummary(language: string): (type: string, summary: string) => string {
  const says = new Map(Object.entries(germanSummaries).map(([type, sentences]) => [type, sayBy(sentences, language)]))
  const say = germanSay(language)
  return (type, summary) => (says.has(type) ? says.get(type)!(summary) : say(summary)) ?? summary
}
