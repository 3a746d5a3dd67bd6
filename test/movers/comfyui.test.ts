import { readWorkflow } from '@aw-flow/schema'
import { convertForeignFile } from '@aw-flow/schema/foreign'
import { describe, expect, it } from 'vitest'
import { parseWorkflowFile } from '../../packages/editor/elements/files/assign-files.ts'

const prompt = {
  3: {
    class_type: 'KSampler',
    inputs: { seed: 156680208700286, steps: 20, model: ['4', 0], positive: ['6', 0], latent_image: ['5', 0] },
  },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'v1-5.safetensors' } },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, sizes: ['9', 1] } },
  6: {
    class_type: 'CLIPTextEncode',
    inputs: { text: 'a bottle {{x}}', clip: ['4', 1] },
    _meta: { title: 'Positive prompt' },
  },
}

describe('a prompt for the API of ComfyUI', () => {
  it.each([
    ['alone', prompt],
    ['in a request', { prompt, client_id: 'b1', extra_data: {} }],
  ])('is recognized and keeps its nodes, settings and edges: %s', async (_, json) => {
    const converted = await convertForeignFile(JSON.stringify(json))
    if (!converted?.ok) expect.fail('not recognized')
    const { document, report } = converted.value
    expect(report.tool).toBe('comfyui')
    expect(report.nodes.map(({ name, type, status }) => [name, type, status])).toEqual([
      ['KSampler', 'KSampler', 'missing'],
      ['CheckpointLoaderSimple', 'CheckpointLoaderSimple', 'missing'],
      ['EmptyLatentImage', 'EmptyLatentImage', 'missing'],
      ['Positive prompt', 'CLIPTextEncode', 'missing'],
    ])
    const { workflow, problems } = readWorkflow(document)
    expect(problems).toEqual([])
    expect(workflow!.edges.map(({ source, target, targetHandle }) => [source, target, targetHandle]).sort()).toEqual([
      ['checkpointloadersimple', 'ksampler', 'model'],
      ['checkpointloadersimple', 'positive_prompt', 'clip'],
      ['emptylatentimage', 'ksampler', 'latent_image'],
      ['positive_prompt', 'ksampler', 'positive'],
    ])
    const [sampler, , image, text] = workflow!.nodes
    expect(sampler!.data.config).toMatchObject({ original: { seed: 156680208700286, steps: 20 } })
    expect(image!.data.config).toMatchObject({ original: { sizes: ['9', 1] } })
    expect(text!.data.config).toMatchObject({ original: { text: 'a bottle {{x}}' } })
  })

  it('is a workflow when it is pasted or dropped', async () => {
    for (const name of ['pasted.txt', 'prompt.json'])
      expect(await parseWorkflowFile(new File([JSON.stringify(prompt)], name))).toMatchObject({
        report: { tool: 'comfyui' },
      })
  })

  it.each([{}, { prompt: 'a text' }, { 1: { class_type: 3 } }, [{ class_type: 'a' }]])(
    'is not found in %j',
    async (json) => {
      expect(await convertForeignFile(JSON.stringify(json))).toBeUndefined()
    },
  )
})
