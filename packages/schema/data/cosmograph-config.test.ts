import { expect, it } from 'vitest'
import { createCosmographConfig } from './cosmograph-config.ts'

const roles = {
  id: 'point_id',
  index: 'index',
  x: 'lon',
  y: 'lat',
  size: 'people',
  color: 'kind',
  label: 'town',
  time: 'founded',
  cluster: 'region',
}
const links = {
  operations: [],
  roles: { source: 'from', target: 'to', sourceIndex: 'from_index', targetIndex: 'to_index', width: 'weight' },
}

it('has every role under its JavaScript, Python and timeline name', () => {
  expect(createCosmographConfig({ roles, links })).toEqual({
    javascript: {
      pointIdBy: 'point_id',
      pointIndexBy: 'index',
      pointXBy: 'lon',
      pointYBy: 'lat',
      pointSizeBy: 'people',
      pointColorBy: 'kind',
      pointLabelBy: 'town',
      pointClusterBy: 'region',
      linkSourceBy: 'from',
      linkTargetBy: 'to',
      linkSourceIndexBy: 'from_index',
      linkTargetIndexBy: 'to_index',
      linkWidthBy: 'weight',
      pointIncludeColumns: ['*'],
      linkIncludeColumns: ['*'],
    },
    python: {
      point_id_by: 'point_id',
      point_index_by: 'index',
      point_x_by: 'lon',
      point_y_by: 'lat',
      point_size_by: 'people',
      point_color_by: 'kind',
      point_label_by: 'town',
      point_cluster_by: 'region',
      link_source_by: 'from',
      link_target_by: 'to',
      link_source_index_by: 'from_index',
      link_target_index_by: 'to_index',
      link_width_by: 'weight',
      point_include_columns: ['*'],
      link_include_columns: ['*'],
      point_timeline_by: 'founded',
    },
    timeline: { accessor: 'founded' },
  })
})

it('omits roles and links that do not exist', () => {
  expect(createCosmographConfig({ roles: { id: 'id', index: 'index' } })).toEqual({
    javascript: { pointIdBy: 'id', pointIndexBy: 'index', pointIncludeColumns: ['*'] },
    python: { point_id_by: 'id', point_index_by: 'index', point_include_columns: ['*'] },
  })
})
