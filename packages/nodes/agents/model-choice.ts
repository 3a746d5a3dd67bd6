import { error, type Problem } from '@aw-flow/schema'
import { z } from 'zod'

/** Settings that select a language model and its fallbacks. */
export const modelChoice = {
  model: z
    .string()
    .default('')
    .meta({
      title: 'Language model',
      description: 'Name of a configured model. Leave empty for the default model.',
      examples: ['gpt-4o-mini'],
    }),
  fallbackModels: z.array(z.string()).max(10).default([]).meta({
    advanced: true,
    title: 'Fallback models',
    description: 'Models to ask in turn if the first one fails or refuses.',
  }),
}

/** Returns the names of the selected models, in order of preference. */
export const listModelNames = ({
  model,
  fallbackModels,
}: {
  model: string
  fallbackModels: readonly string[]
}): string[] => [model, ...fallbackModels.filter((name) => name !== '')]

/** Returns a problem for each selected model that is not granted, or none if the granted models are unknown. */
export const findUngrantedModelProblems = (
  choice: { model: string; fallbackModels: readonly string[] },
  granted: readonly string[] | undefined,
): Problem[] =>
  granted === undefined
    ? []
    : listModelNames(choice)
        .filter((name) => name !== '' && !granted.includes(name))
        .map((model) => {
          const where = { where: { setting: 'model' } }
          return granted.length === 0
            ? error('model.not-granted.none', { model }, where)
            : error('model.not-granted', { model, available: [...granted] }, where)
        })
