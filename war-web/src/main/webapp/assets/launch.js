/* Launching Spot instances: what will be done is shown, and asked of AWS, before it is done. */
import {ask, change, wait, why} from './api.js';
import {confirmed} from './ceremony.js';
import {mark} from './fields.js';
import {busy, clear, fact} from './plan.js';

const form = document.getElementById('launch');
const check = document.getElementById('check');
const plan = document.getElementById('plan');
const launch = document.getElementById('go');
const done = document.getElementById('done');
const progress = document.getElementById('progress');
const value = id => document.getElementById(id).value.trim();

const HOUR = 60 * 60 * 1000;
const RULES = [
  ['type', /^[a-z0-9][a-z0-9-]*\.[a-z0-9-]+$/, 'An instance type looks like m5.large.'],
  ['image', /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, 'An image ID looks like ami-0123456789abcdef0, and belongs to the region.'],
  ['count', /^([1-9]|[1-9][0-9]|100)$/, 'Between 1 and 100.'],
  ['price', /^([0-9]{1,4}(\.[0-9]{1,5})?)?$/, 'A price in US dollars, such as 0.05, or nothing.'],
  ['subnet', /^(subnet-[0-9a-f]{8,17})?$/, 'A subnet looks like subnet-0123456789abcdef0; or nothing.'],
  ['groups', /^(sg-[0-9a-f]{8,17}([\s,]+sg-[0-9a-f]{8,17})*)?$/, 'Security groups look like sg-0123456789abcdef0, with commas between them; or nothing.'],
  ['name', /^.{0,256}$/, 'At most 256 characters.'],
];

let planned = null;
let following = null;

/** Whether every field is as it must be; says what is wrong. */
function isRight() {
  const wrong = new Map(RULES.filter(([id, rule]) => !rule.test(value(id))).map(([id, , sentence]) => [id, sentence]));
  mark(form, wrong);
  return wrong.size === 0;
}

/** Where in the network; the default VPC and its default group, where nothing is said. */
function network() {
  const groups = value('groups').split(/[\s,]+/).filter(Boolean);
  return {
    ...(value('subnet') ? {SubnetId: value('subnet')} : {}),
    ...(groups.length > 0 ? {SecurityGroupIds: groups} : {}),
  };
}

/** RunInstances, as AWS has it. */
function question() {
  const count = Number(value('count'));
  const spot = {SpotInstanceType: 'one-time', ...(value('price') ? {MaxPrice: value('price')} : {})};
  return {
    service: 'ec2', operation: 'RunInstances', region: value('region'), ...why(),
    parameters: {
      ImageId: value('image'), InstanceType: value('type'), MinCount: count, MaxCount: count,
      InstanceMarketOptions: {MarketType: 'spot', SpotOptions: spot}, ...network(),
      ...(value('name') ? {TagSpecifications: [{ResourceType: 'instance', Tags: [{Key: 'Name', Value: value('name')}]}]} : {}),
    },
  };
}

/** What such an instance costs now, by zone. */
async function prices(connection, asked) {
  const answer = await ask(connection, {
    service: 'ec2', operation: 'DescribeSpotPriceHistory', region: asked.region,
    parameters: {InstanceTypes: [asked.parameters.InstanceType], ProductDescriptions: ['Linux/UNIX'],
      StartTime: new Date(Date.now() - HOUR).toISOString()},
  });
  const newest = new Map();
  for (const each of answer.result.SpotPriceHistory ?? []) {
    const known = newest.get(each.AvailabilityZone);
    if (!known || known.Timestamp < each.Timestamp) {
      newest.set(each.AvailabilityZone, each);
    }
  }
  return [...newest.values()].sort((one, other) => one.AvailabilityZone.localeCompare(other.AvailabilityZone));
}

function forget() {
  planned = null;
  plan.hidden = true;
}

async function prepare() {
  forget();
  done.hidden = true;
  if (!isRight()) {
    return;
  }
  const connection = value('connection');
  const asked = question();
  progress.textContent = 'Asking AWS whether it would do it\u2026';
  const [would, costs] = await Promise.all([ask(connection, {...asked, dryRun: true}), prices(connection, asked)])
    .finally(() => { progress.textContent = ''; });
  const {InstanceType: type, MinCount: count, ImageId: image, InstanceMarketOptions: market} = asked.parameters;
  clear();
  fact('Launch', `${count} \u00d7 ${type}, Spot, one-time`);
  fact('Where', `${form.connection.selectedOptions[0].textContent}, ${asked.region}`);
  fact('Network', [asked.parameters.SubnetId ?? 'a subnet of the default VPC', ...(asked.parameters.SecurityGroupIds ?? ['its default security group'])].join(', '));
  fact('Image', image);
  fact('Price now', costs.length === 0 ? 'AWS knows of no Spot price of this type there.'
    : costs.map(each => `${each.AvailabilityZone} ${Number(each.SpotPrice).toFixed(4)}`).join(', ') + ' USD an hour each');
  fact('At most', market.SpotOptions.MaxPrice ? `${market.SpotOptions.MaxPrice} USD an hour each` : 'the On-Demand price');
  fact('AWS says', would.result.Message);
  // One key for one plan: however often it is sent, AWS launches it once.
  planned = {connection, asked, key: crypto.randomUUID()};
  plan.hidden = false;
  launch.disabled = false;
  launch.focus();
}

/** Tells how far what was launched has come, as long as this page is open. */
async function follow(connection, region, ids) {
  const far = document.getElementById('far');
  far.textContent = 'Waiting until it runs\u2026';
  const question = {service: 'ec2', operation: 'WaitUntilInstanceRunning', region, parameters: {InstanceIds: ids}};
  following?.abort();
  const mine = new AbortController();
  following = mine;
  let last = {};
  const told = look => look.reached ? (ids.length > 1 ? 'They run.' : 'It runs.')
    : look.number ? `Not running yet: looked ${look.number} times.`
    : `${look.title}. ${look.detail ?? ''}`;
  const problem = await wait(connection, question, look => {
    last = look;
    far.textContent = told(look);
  }, mine.signal).then(() => null, thrown => thrown);
  // Another launch may be followed by now.
  if (following === mine && !last.reached && !last.code) {
    far.textContent = told(problem ?? {title: 'It is not known how far it came', detail: 'See the instances.'});
  }
}

async function go() {
  const {connection, asked: {region}} = planned;
  const answer = await confirmed(() => change(planned.connection, planned.asked, planned.key));
  const ids = answer.result.Instances.map(each => each.InstanceId);
  document.getElementById('launched').textContent = ids.join(', ');
  forget();
  done.hidden = false;
  done.focus();
  follow(connection, region, ids);
}

if (form) {
  check.disabled = false;
  form.addEventListener('input', forget);
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(check, prepare);
  });
  launch.addEventListener('click', () => busy(launch, go));
}
