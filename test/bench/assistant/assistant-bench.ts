import type { BenchCase } from '../bench-case.ts'
import type { Progress } from '../progress.ts'
import { runParts } from '../run-parts.ts'
import { benchAskData } from './ask-data.ts'
import { benchByExample } from './by-example.ts'
import { benchDescriptions } from './describe.ts'
import { benchExamples } from './examples/bench-examples.ts'
import { benchModelAnswers } from './model-answers.ts'
import { benchNextNode } from './next-node.ts'
import { benchPlantedErrors } from './planted-errors.ts'

/** Measures all parts of the assistant, or only those listed in `AW_BENCH_PARTS`. */
export const benchAssistant = (progress: Progress): Promise<BenchCase[]> =>
  runParts(
    {
      descriptions: () => benchDescriptions(progress('assistant')),
      examples: () => benchExamples(progress('assistant')),
      'model-answers': () => benchModelAnswers(progress('assistant')),
      'planted-errors': () => benchPlantedErrors(progress('assistant')),
      'ask-data': () => benchAskData(progress('assistant')),
      'by-example': async () => benchByExample(progress('assistant')),
      'next-node': () => benchNextNode(progress('assistant')),
    },
    progress,
  )
