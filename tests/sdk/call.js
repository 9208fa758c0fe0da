// The vendor's SDK calls our service, as a customer's program would: ClientBuilder, BasicCredentials, HcClient. Run in the folder
// where the SDK was installed. Environment: VIDIMUS_ENDPOINT, VIDIMUS_AK, VIDIMUS_SK, VIDIMUS_PROJECT, VIDIMUS_SPECIMEN, VIDIMUS_SIGN.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
const { createRequire } = require('node:module');

const fromHere = createRequire(process.cwd() + '/');
const log4js = fromHere('log4js');
const { ClientBuilder } = fromHere('@huaweicloud/huaweicloud-sdk-core/ClientBuilder');
const { BasicCredentials } = fromHere('@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials');
const { AKSKSigner } = fromHere('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner');

// The SDK logs whole requests, image and all.
log4js.configure({ appenders: { none: { type: 'stderr' } }, categories: { default: { appenders: ['none'], level: 'off' } } });

const endpoint = process.env.VIDIMUS_ENDPOINT;
const ak = process.env.VIDIMUS_AK;
const sk = process.env.VIDIMUS_SK;
const project = process.env.VIDIMUS_PROJECT;
const specimen = fs.readFileSync(process.env.VIDIMUS_SPECIMEN).toString('base64');
const now = Date.now;

function client(options) {
  const credentials = new BasicCredentials()
    .withAk(options.ak || ak)
    .withSk(options.sk || sk)
    .withProjectId(options.project || project);
  return new ClientBuilder((hcClient) => hcClient).withEndpoint(endpoint).withCredential(credentials).build();
}

// What the OCR SDK's recognizeAutoIdDocClassification() hands to the core.
function classify(body, options = {}) {
  const clock = options.clock || 0;
  Date.now = () => (options.at === undefined ? now() + clock : options.at);
  return client(options).sendRequest({
    method: 'POST',
    url: '/v2/{project_id}/ocr/auto-id-doc-classification',
    contentType: 'application/json',
    queryParams: {},
    pathParams: { project_id: options.project || project },
    headers: { ...options.headers },
    data: body,
  }).finally(() => { Date.now = now; });
}

async function refused(call, status, code, name = 'ClientRequestException') {
  let error;
  try {
    await call;
  } catch (caught) {
    error = caught;
  }
  assert.ok(error, `expected ${status} ${code}, and it was answered`);
  assert.strictEqual(error.httpStatusCode, status, `${error.name}: ${error.message}`);
  assert.strictEqual(error.errorCode, code);
  assert.strictEqual(error.name, name);
  assert.ok(error.requestId && error.requestId.length > 8, 'a request id');
  assert.ok(error.errorMsg && error.errorMsg.length > 8, 'a message');
}

const ALARMS = ['blur', 'glare', 'blocking_within_border', 'insufficient_lighting', 'copy', 'border_integrity', 'reproduce'];

const tests = {
  async 'type, quad and alarms of a specimen'() {
    const answer = await classify({ data: specimen, alarm: true });
    assert.strictEqual(answer.httpStatusCode, 200);
    const { result } = answer;
    assert.strictEqual(result.type, 'passport');
    assert.strictEqual(result.location.length, 4);
    for (const corner of result.location) {
      assert.strictEqual(corner.length, 2);
      assert.ok(corner.every(Number.isInteger));
    }
    const [a, b, c, d] = result.location;
    assert.ok(a[0] < b[0] && d[0] < c[0] && a[1] < d[1] && b[1] < c[1], 'from the top left, clockwise');
    assert.ok(result.confidence > 0.5 && result.confidence <= 1);
    for (const alarm of ALARMS) {
      const flag = result.alarm_result[`detect_${alarm}_result`];
      const score = result.alarm_confidence[`${alarm}_score`];
      assert.strictEqual(typeof flag, 'boolean', alarm);
      assert.ok(Number.isInteger(score) && score >= 0 && score <= 99, alarm);
      assert.strictEqual(flag, score > 50, alarm);
    }
    assert.strictEqual(Object.keys(result.alarm_result).length, ALARMS.length);
    assert.ok(!('evidence' in result) && !('explain' in result), 'nothing beside the contract');
  },

  async 'no alarms unless they are asked for'() {
    const { result } = await classify({ data: specimen });
    assert.strictEqual(result.type, 'passport');
    assert.ok(!('alarm_result' in result) && !('alarm_confidence' in result));
  },

  async 'the headers that it may add'() {
    const { result } = await classify({ data: specimen }, { headers: { 'Enterprise-Project-Id': 'default' } });
    assert.strictEqual(result.type, 'passport');
  },

  async 'a wrong secret key'() {
    await refused(classify({ data: specimen }, { sk: 'x'.repeat(40) }), 401, 'APIG.0301');
  },

  async 'an access key that nobody has'() {
    await refused(classify({ data: specimen }, { ak: 'NOBODYNOBODYNOBODY12' }), 401, 'APIG.0301');
  },

  async 'a clock that is wrong'() {
    for (const clock of [20 * 60 * 1000, -20 * 60 * 1000]) {
      await refused(classify({ data: specimen }, { clock }), 401, 'APIG.0301');
    }
    assert.strictEqual((await classify({ data: specimen }, { clock: -10 * 60 * 1000 })).httpStatusCode, 200);
  },

  async 'another project'() {
    await refused(classify({ data: specimen }, { project: 'f'.repeat(32) }), 403, 'APIG.0302');
  },

  async 'the same signature twice'() {
    const at = now() - 60 * 1000;
    assert.strictEqual((await classify({ data: specimen }, { at })).httpStatusCode, 200);
    await refused(classify({ data: specimen }, { at }), 429, 'APIG.0308');
  },

  async 'what is no image'() {
    await refused(classify({ data: Buffer.from('hello').toString('base64') }), 400, 'AIS.0102');
    await refused(classify({ data: 'data:image/jpeg;base64,' + specimen }), 400, 'AIS.0102');
    await refused(classify({ data: '***' }), 400, 'AIS.0102');
  },

  async 'what is no request'() {
    await refused(classify({ alarm: true }), 400, 'AIS.0101');
    await refused(classify({ data: specimen, url: 'https://example.org/x.jpg' }), 400, 'AIS.0101');
  },

  async 'an image that is too large'() {
    await refused(classify({ data: 'A'.repeat(10 * 1024 * 1024 + 4) }), 400, 'AIS.0103');
  },

  async 'a body that is too large'() {
    await refused(classify({ data: 'A'.repeat(13 * 1024 * 1024) }), 413, 'APIG.0201');
  },

  async 'nobody there'() {
    const builder = new ClientBuilder((hcClient) => hcClient)
      .withEndpoint('http://127.0.0.1:9')
      .withCredential(new BasicCredentials().withAk(ak).withSk(sk).withProjectId(project));
    let error;
    try {
      await builder.build().sendRequest({
        method: 'POST', url: '/v2/{project_id}/x', queryParams: {}, pathParams: { project_id: project }, headers: {}, data: {},
      });
    } catch (caught) {
      error = caught;
    }
    assert.ok(error);
    assert.strictEqual(error.name, 'ServiceResponseException'); // neither the client's fault nor the server's
    assert.ok(!error.httpStatusCode && !error.requestId);
  },

  // Both sign the same messages, and agree to the byte.
  async 'our signatures'() {
    const bodies = [undefined, {}, { data: 'aGVsbG8=', alarm: true }, { text: '证件 "quoted" \\ \u0001 é 😀' }];
    const paths = ['/', '/v2/0a1b/ocr/auto-id-doc-classification', '/a/b/', '/with-._~/unreserved'];
    const queries = [{}, { b: '2', a: '1' }, { name: '证件 x+y/z', empty: '' }, { list: ['b', 'a'], '*': '(~)!\'' }];
    const extras = [{}, { 'X-Project-Id': project }, { 'X-Security-Token': 'a+b/c==', 'Enterprise-Project-Id': '0' }];
    let n = 0;
    for (const method of ['POST', 'GET', 'PUT']) {
      for (const path of paths) {
        for (const queryParams of queries) {
          for (const extra of extras) {
            for (const host of ['http://localhost:8080', 'https://ocr.ap-southeast-2.myhuaweicloud.com']) {
              const data = bodies[n % bodies.length];
              const headers = { 'content-type': 'application/json', ...extra };
              const signed = AKSKSigner.sign({ method, endpoint: host + path, headers, queryParams, data },
                { getAk: () => ak, getSk: () => sk });
              const { Authorization, ...all } = signed;
              const message = {
                method,
                path,
                query: AKSKSigner.CanonicalQueryString({ queryParams }),
                headers: Object.entries(all),
                body: data ? JSON.stringify(data) : '',
                access_key: ak,
                secret_key: sk,
              };
              const ours = spawnSync(process.env.VIDIMUS_SIGN, { input: JSON.stringify(message), encoding: 'utf8' });
              assert.strictEqual(ours.status, 0, ours.stderr);
              assert.strictEqual(ours.stdout.trim(), Authorization, JSON.stringify(message));
              n += 1;
            }
          }
        }
      }
    }
    assert.strictEqual(n, 288);
  },
};

(async () => {
  let failed = 0;
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok - ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok - ${name}: ${String(error.message).slice(0, 600)}`);
    }
  }
  process.exit(failed === 0 ? 0 : 1);
})();
