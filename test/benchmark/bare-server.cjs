/** The bare baseline: node:http, one pool, one insert of the same size for each request. Nothing is checked and nothing derived. */
const { createServer } = require('node:http');
const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const sql = 'INSERT INTO bare_answer VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())';

async function main() {
  await pool.query(`CREATE TABLE IF NOT EXISTS bare_answer (
    key uuid PRIMARY KEY, participant text NOT NULL, wave text NOT NULL, instrument text NOT NULL, item text NOT NULL, code smallint,
    blank text, payload jsonb NOT NULL, at timestamptz NOT NULL)`);
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      pool
        .query(sql, [
          body.key,
          request.headers.cookie,
          body.wave,
          body.instrument,
          body.item,
          body.code,
          body.blank,
          JSON.stringify(body),
        ])
        .then(
          () => {
            response.setHeader('content-type', 'application/json');
            response.end('{"version":1}');
          },
          (fault) => {
            response.statusCode = 500;
            response.end(String(fault));
          },
        );
    });
  });
  server.listen(Number(process.env.PORT), '127.0.0.1');
}
void main();
