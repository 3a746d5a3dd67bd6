import { defineLaterElements } from '@aw-flow/editor'

defineLaterElements()
