//* ---
//* template: delete-members
//* purpose: Delete members of a library that stays allocated to others
//* parameters:
//*   step: { type: step-name }
//*   library: { type: data-set }
//*   members: { type: members, max: 1000 }
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { each: members, text: "IDC0549I MEMBER {{ one }} *DELETED", ddname: SYSPRINT }
//* writes: ["{{ library }}"]
//* ---
//{{ step }} EXEC PGM=IDCAMS
//SYSPRINT DD SYSOUT=*
//LIB      DD DISP=SHR,DSN={{ library }}
//SYSIN    DD *
{% for member in members %}
  DELETE {{ library }}({{ member }}) -
         FILE(LIB)
{% endfor %}
/*
