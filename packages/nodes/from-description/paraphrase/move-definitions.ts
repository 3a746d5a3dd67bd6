import { fold } from '../stem.ts'
import { listSentences } from './omit-context.ts'

/**
 * A sentence that defines a computed value or the condition for a label: "Goals = home plus away", "A trip is long when
 * …".
 */
const definitionPattern =
  /^\s*(?:(?:an?|the|der|die|das|ein|eine) )?[\p{L}_]+(?: [\p{L}_]+){0,3} (?:=|(?:is|are|means?|equals?|counts? as|ist|sind)\b(?=.{1,60}(?:\b(?:minus|plus|times|divided by|multiplied by|difference|sum of|when|if|letters?|digits?|characters?)\b| [-+*/] )))/u

/**
 * Moves definitions to the start of the description, before the sentences that may use them: "How many goals …? Goals =
 * home plus away."
 */
export function moveDefinitions(description: string): string {
  const sentences = listSentences(description).map(({ start, end }) => description.slice(start, end))
  const isDefinitionByIndex = sentences.map((sentence) => definitionPattern.test(fold(sentence)))
  const lastDefinitionIndex = isDefinitionByIndex.lastIndexOf(true)
  if (lastDefinitionIndex < 1 || isDefinitionByIndex.indexOf(false) > lastDefinitionIndex) return description
  const [definitions, others] = [true, false].map((shouldBeDefinition) =>
    sentences
      .filter((_, index) => isDefinitionByIndex[index] === shouldBeDefinition)
      .map((sentence) => sentence.trim()),
  )
  return [...definitions!.map((sentence) => (/[.!?;]$/.test(sentence) ? sentence : `${sentence}.`)), ...others!].join(
    ' ',
  )
}
