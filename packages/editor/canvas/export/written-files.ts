/** What writes a workflow as text: fetched when somebody asks for such a file. */
export { markdownOfWorkflow } from './markdown-of-workflow.ts'
export { svgOfScene } from './svg-of-scene.ts'
