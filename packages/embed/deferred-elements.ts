import { defineDeferredElements } from '@aw-flow/editor'

defineDeferredElements()
