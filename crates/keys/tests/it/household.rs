use pecule_keys::auth::session::Purpose;
use pecule_keys::auth::slots::cost::Cost;
use pecule_keys::auth::{session, slots};
use pecule_keys::books::grants::{grant, open_grant};
use pecule_keys::identity::seal;
use pecule_keys::{BooksKey, Identity, Keyring, MasterKey, PublicKey, RecoveryCode, SessionToken};

const PERSON: [u8; 16] = [1; 16];
const SESSION: [u8; 16] = [2; 16];

#[test]
fn somebody_signs_in_opens_their_books_and_comes_back_with_a_cookie() {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir().unwrap();
    let (key_file, ring_file) =
        (folder.path().join("master.key"), folder.path().join("keyring.json"));
    let master = MasterKey::generate().unwrap();
    master.write_new(&key_file).unwrap();
    let (keyring, _kit) = Keyring::create(&master, 1).unwrap();
    keyring.write_new(&ring_file, &master).unwrap();

    // After a restart, everything comes from the two files and the database.
    let master = MasterKey::read(&key_file).unwrap();
    let keyring = Keyring::read(&ring_file, &master).unwrap();
    let identity = Identity::generate().unwrap();
    let books = BooksKey::generate().unwrap();
    let granted = grant(&books, &identity.public()).unwrap();
    let place = slots::Context { install: keyring.install(), person: &PERSON, key_id: "k" };
    let slot =
        slots::seal_with_password(&identity, "mot", &place, &master, Cost::for_tests()).unwrap();
    drop(identity);

    let signed_in = slots::open_with_password(&slot, "mot", &place, &master).unwrap();
    assert_eq!(open_grant(&signed_in, &granted).unwrap(), books);
    let token = SessionToken::generate().unwrap();
    let row = session::Context { install: keyring.install(), person: &PERSON, session: &SESSION };
    let wrapped = token.wrap_identity(Purpose::Browser, &row, &signed_in).unwrap();
    let cookie = token.text();
    drop((token, signed_in));

    let token = SessionToken::parse(&cookie).unwrap();
    let again = token.unwrap_identity(Purpose::Browser, &row, &wrapped).unwrap();
    assert_eq!(open_grant(&again, &granted).unwrap(), books);
}

#[test]
fn the_kit_a_backup_and_a_recovery_code_suffice_on_an_empty_machine() {
    let master = MasterKey::generate().unwrap();
    let (keyring, kit) = Keyring::create(&master, 1).unwrap();
    let identity = Identity::generate().unwrap();
    let code = RecoveryCode::generate().unwrap();
    let place = slots::Context { install: keyring.install(), person: &PERSON, key_id: "k" };
    let slot = slots::seal_with_code(&identity, &code, &place).unwrap();
    let to: Vec<PublicKey> = keyring.recipients().iter().map(|to| to.key.clone()).collect();
    let sealed_master = seal(master.bytes(), &to).unwrap();
    let sealed_ring = seal(&keyring.to_bytes(&master), &to).unwrap();
    let (printed_kit, printed_code) = (kit.secret_text(), code.text());
    let household = keyring.household_key(&master).unwrap();

    let kit = Identity::parse(&printed_kit).unwrap();
    let master = MasterKey::from_slice(&kit.unseal(&sealed_master).unwrap()).unwrap();
    let keyring = Keyring::from_bytes(&kit.unseal(&sealed_ring).unwrap(), &master).unwrap();
    assert_eq!(keyring.household_key(&master).unwrap(), household);
    let code = RecoveryCode::parse(&printed_code).unwrap();
    let place = slots::Context { install: keyring.install(), person: &PERSON, key_id: "k" };
    let opened = slots::open_with_code(&slot, &code, &place).unwrap();
    assert_eq!(opened.public(), identity.public());
}

#[test]
fn the_administrators_keys_open_nobodys_books() {
    let (owner, admin) = (Identity::generate().unwrap(), Identity::generate().unwrap());
    let granted = grant(&BooksKey::generate().unwrap(), &owner.public()).unwrap();
    assert!(open_grant(&admin, &granted).is_err());
    let (_, kit) = Keyring::create(&MasterKey::generate().unwrap(), 1).unwrap();
    assert!(open_grant(&Identity::parse(&kit.secret_text()).unwrap(), &granted).is_err());
}
