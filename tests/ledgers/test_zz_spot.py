from dataclasses import replace
import pytest
from forms_catalog.definition import dump, load
from forms_catalog.definition.logic import Rule
from forms_catalog.models import Template
from ledgers.publishing import publish_all
from tests import people
from ledgers.intake import accept
pytestmark=[pytest.mark.django_db]
@pytest.mark.parametrize("text",["not(${lives_with_parents} = 'yes')","not(${migration_type} != '' and ${lives_with_parents} = 'yes')"])
def test_x(world, text):
    row=Template.objects.get(kind="form",key="left_behind_registration")
    row.body=dump(replace(load(row.body), rules=(Rule(constraint=text, constraint_message="不行"),))); row.save(); publish_all()
    r=accept(people.sitting(world.users["village_officer"], one=people.dossier(lives_with_parents="yes")))
    print(r.status,[(p.code,p.place.question) for p in r.problems])
    assert r.status=="refused"
