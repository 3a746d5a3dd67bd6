import { nodePages, type NodePage } from '../.vitepress/node-pages.ts'

declare const data: readonly NodePage[]
export { data }

export default {
  watch: ['../../packages/nodes/pages/*/*.md'],
  load: nodePages,
}
