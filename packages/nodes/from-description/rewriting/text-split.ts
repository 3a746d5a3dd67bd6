import { fold } from '../stem.ts'
import { quoteName, type StepDraft } from '../step.ts'
import type { PhraseWords } from './read-rewrites.ts'
import { toCharacter } from './removed-characters.ts'

const splitVerb = /\b(?:split\w*|separate|break up|break|divide|teile\w*|aufteilen|trenne\w*|zerlege\w*|zerleg\w*)\b/

/** Separators to try, most specific first. */
const separators = [', ', ' - ', ' / ', ',', ';', '/', '|', '_', '-', ' ']

/**
 * Reads a request to split a text column into two new columns: "split the name at the comma into last name and first
 * name", "before the slash goes in main, behind it in rest".
 *
 * @returns The steps, and the length of the text from which they were read.
 */
export function readTextSplit({
  text,
  folded,
  namedColumns,
  antecedents,
  values,
  restOfSentence,
  tokens,
}: PhraseWords): { readonly drafts: readonly StepDraft[]; readonly length: number } | undefined {
  const verb = splitVerb.exec(folded)
  if (!verb || /\b(?:rows|files|tables|train\w*|test|groups|zeilen)\b/.test(folded)) return undefined
  const namedColumn = tokens.find(({ column, start }) => column?.type === 'VARCHAR' && start > verb.index)?.column
  const column = namedColumn ?? (namedColumns.length === 0 ? antecedents[0] : undefined)
  if (!column) return undefined
  const sentenceText = text + restOfSentence
  const parsedNames = readNames(sentenceText)
  if (!parsedNames) return undefined
  const separatorMatch =
    /\b(?:at|on|by|using|am|beim|an|anhand)\s+(?:the |a |an |each |every |der |dem |den |first )*(["“„']([^"“”„']+)["”“']|\S+?)(?=[\s,:;.]|$)/i.exec(
      sentenceText,
    )
  const namedSeparator =
    separatorMatch?.[2] ??
    (separatorMatch
      ? (toCharacter(fold(separatorMatch[1]!)) ??
        (/^[^\p{L}\p{N}]$/u.test(separatorMatch[1]!) ? separatorMatch[1] : undefined))
      : undefined)
  const sample = (values[column.name] ?? []).slice(0, 20)
  const separator =
    namedSeparator ??
    separators.find((each) => sample.length > 0 && sample.every((value) => value.includes(each))) ??
    ' '
  const cell = quoteName(column.name)
  const toDraft = (side: 'Before' | 'After', name: string): StepDraft => {
    const part = `$trim($substring${side}(${cell}, ${JSON.stringify(separator)}))`
    // A value without the separator has no second part.
    const expression = side === 'After' ? `$contains(${cell}, ${JSON.stringify(separator)}) ? ${part} : ""` : part
    return { type: 'derive_column', config: { column: name, expression } }
  }
  const [first, second] = parsedNames.names
  // If a part replaces the split column itself, it is computed last.
  const drafts = [toDraft('Before', first), toDraft('After', second)]
  return {
    drafts: first === column.name ? drafts.toReversed() : drafts,
    length: Math.max(text.length, parsedNames.end),
  }
}

const item = String.raw`(?:["“„'\x60][^"“”„'\x60]+["”“'\x60]|[\p{L}_][\p{L}\p{N}_]*(?: (?!and\b|und\b|at\b|by\b|on\b|using\b)[\p{L}_][\p{L}\p{N}_]*){0,2}?)`
const namePair = new RegExp(
  String.raw`\b(?:into|in|to|called|named|as|(?:call|name) (?:the parts|the columns|the new columns|them|it)|als|namens)\s+(?:(?:the |a |an |two |new |separate |columns? |fields? |parts? |die |den |zwei |spalten? )*)(?:called |named )?(${item})\s*(?:,|and|und|&|\+)\s+(?:a |an |the |die |den )?(${item})(?=\s*(?:[,.;()]|$|\b(?:at|by|on|using|and|then|so|am|beim|an|und|which|with|without)\b))`,
  'giu',
)
const sides = [
  /\b(?:before|in front of|left of|vor)\b[^,;]*?\b(?:goes? (?:in|into|to)|is|as|in|into|becomes?|called|named|ist|als)\s+(?:the )?(?:column )?["“„']?([\p{L}_][\p{L}\p{N}_]*)/iu,
  /\b(?:behind|after|right of|hinter|nach)\b[^,;]*?\b(?:goes? (?:in|into|to)|is|as|in|into|becomes?|called|named|ist|als)\s+(?:the )?(?:column )?["“„']?([\p{L}_][\p{L}\p{N}_]*)/iu,
] as const

/** Reads the names of the two parts. */
function readNames(text: string): { readonly names: readonly [string, string]; readonly end: number } | undefined {
  const [beforeMatch, behindMatch] = sides.map((side) => side.exec(text))
  const namePairMatch = beforeMatch && behindMatch ? undefined : [...text.matchAll(namePair)].at(-1)
  if (namePairMatch) {
    const [first, second] = [namePairMatch[1]!, namePairMatch[2]!].map((each) =>
      each.replaceAll(/^["“„'`]|["”“'`]$/g, ''),
    )
    const trailingLength =
      /^\s*\((?:no|without|ohne)[^)]*\)/.exec(text.slice(namePairMatch.index + namePairMatch[0].length))?.[0].length ??
      0
    return {
      names: [toName(first!), toName(second!)],
      end: namePairMatch.index + namePairMatch[0].length + trailingLength,
    }
  }
  if (!beforeMatch || !behindMatch) return undefined
  const end = Math.max(beforeMatch.index + beforeMatch[0].length, behindMatch.index + behindMatch[0].length)
  const trailingLength =
    /^["”]?,? (?:without|no|ohne)(?: the| any| die)? (?:blanks|spaces|leerzeichen)/.exec(text.slice(end))?.[0].length ??
    0
  return { names: [beforeMatch[1]!, behindMatch[1]!], end: end + trailingLength }
}

const toName = (text: string): string => text.trim().replaceAll(/\s+/g, '_')
