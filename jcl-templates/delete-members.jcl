//* ---
//* template: delete-members
//* purpose: Delete members of a library in use; one not there is no fault
//* parameters:
//*   step: { type: step-name }
//*   library: { type: data-set }
//*   members: { type: members, max: 1000 }
//* steps:
//*   - name: "{{ step }}"
//*     accepts: [0, 8]
//*     forbids:
//*       - { text: IDC3018I, ddname: SYSPRINT }
//* writes: [ "{{ library }}" ]
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
