// Imported on demand, because most commands run without a language model.
export { createAskModel, createModelBasedProposer, createOpenAiModel, reviewLoad } from '@aw-flow/agents'
