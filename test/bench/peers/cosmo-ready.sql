-- The points, as a person who knows the data would make them: a trimmed id, a number from 0 on in the rows' order, two
-- finite coordinates, and every column. Rows arrive in their original order, so they are numbered without a sort.
CREATE TABLE points AS
SELECT
  CASE WHEN code LIKE ' %' OR code LIKE '% ' THEN trim(code) ELSE code END AS id,
  row_number() OVER () - 1 AS index,
  longitude AS x,
  latitude AS y,
  *
FROM source
WHERE isfinite(longitude) AND isfinite(latitude);

-- What was done, counted: texts that were trimmed, cells that were emptied, rows that were dropped, and the first of each.
SELECT
  count(code) AS ids,
  count(*) FILTER (code LIKE ' %' OR code LIKE '% ') AS trimmed,
  CAST(min(rowid, 3) FILTER (code LIKE ' %' OR code LIKE '% ') AS VARCHAR) AS first_trimmed,
  count(longitude) AS xs,
  count(latitude) AS ys,
  count(*) FILTER (NOT isfinite(longitude)) AS emptied,
  CAST(min(rowid, 3) FILTER (NOT isfinite(longitude)) AS VARCHAR) AS first_emptied,
  count(*) FILTER (NOT coalesce(isfinite(longitude) AND isfinite(latitude), FALSE)) AS dropped,
  CAST(min(rowid, 3) FILTER (NOT coalesce(isfinite(longitude) AND isfinite(latitude), FALSE)) AS VARCHAR) AS first_dropped
FROM source;

-- Whether the points are what they must be.
SELECT
  count(*) - count(id) AS without_id,
  count(*) - (SELECT count(*) FROM (SELECT id FROM points GROUP BY id)) AS repeated_ids,
  count(*) FILTER (index IS DISTINCT FROM rowid) AS wrong_index,
  count(*) FILTER (NOT coalesce(isfinite(x), FALSE)) AS wrong_x,
  count(*) FILTER (NOT coalesce(isfinite(y), FALSE)) AS wrong_y,
  min(x) = max(x) OR min(y) = max(y) AS constant,
  count(*) FILTER (value < 0) AS wrong_size,
  count(DISTINCT region) AS colours
FROM points;
