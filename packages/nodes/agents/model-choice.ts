import { z } from 'zod'

/** Settings that select a language model and its fallbacks. */
export const modelChoiceSettings = {
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
    description: 'Models to try, in order, if the first one fails or refuses.',
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
